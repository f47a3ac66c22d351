"""Stories of what stands beside the main way: handlers, queries, jurisdiction, payers, a worker leaves."""

from __future__ import annotations

from workflows.demo import helpers, moves, payers, places, voices
from workflows.demo.helpers import BANKS, CARS, LAND
from workflows.demo.matter import Step
from workflows.demo.story import BEGIN, END, EXPIRED, PAID, SERVED, SHORT, Story

LOOKED: list[Step] = [*BEGIN, (moves.note, 1, 4)]
APPROVED_FIRST: list[Step] = [
    (helpers.ask_query(BANKS[0]), 0, 2), (helpers.endorse(0), 0, 1), (helpers.approve(0), 1, 3),
    (helpers.send(0), 0, 1),
]  # fmt: skip

BESIDE = [
    Story("queries answered", 0, [
        *LOOKED, *APPROVED_FIRST, (helpers.answered(0), 3, 6), (helpers.ask_query(BANKS[1]), 0, 1),
        (helpers.endorse(1), 0, 1), (helpers.approve(1), 1, 2), (helpers.send(1), 0, 1),
        (helpers.bank_refuses(1), 2, 4), (helpers.tell_regulator(1), 0, 1),
        (helpers.ask_query(CARS), 0, 2), (helpers.endorse(2), 0, 1),
    ], (0, 2)),
    Story("queries under way", 0, [
        *LOOKED, *APPROVED_FIRST, (helpers.ask_query(BANKS[2]), 0, 1), (helpers.decline(1), 0, 1),
        (helpers.ask_query(LAND), 0, 1), (helpers.endorse(2), 0, 1), (helpers.approve(2), 0, 2),
        (helpers.ask_query(BANKS[1]), 0, 1), (helpers.endorse(3), 0, 1), (helpers.approve(3), 0, 1),
        (helpers.send(3), 0, 1), (helpers.bank_refuses(3), 1, 3), (helpers.ask_query(CARS), 0, 1),
    ], (0, 1)),
    Story("recused", 0, [*LOOKED, (helpers.ask_recusal, 1, 4), (helpers.grant_recusal, 0, 2),
                         (moves.note, 1, 4)], (1, 15)),
    Story("help answered", 0, [
        *LOOKED, (helpers.ask_recusal, 0, 2), (helpers.refuse_recusal, 0, 2), (helpers.ask_help, 0, 2),
        (helpers.accept_help, 0, 2), (helpers.answer_help, 4, 9),
    ], (1, 10)),
    Story("helping", 0, [*LOOKED, (helpers.ask_help, 0, 2), (helpers.accept_help, 0, 2)], (1, 7)),
    Story("help asked", 0, [*LOOKED, (helpers.ask_help, 0, 2)], (0, 1)),
    Story("recusal asked", 0, [*LOOKED, (helpers.ask_help, 0, 2), (helpers.refuse_help, 0, 2),
                               (helpers.ask_recusal, 0, 2)], (0, 1)),
    Story("suspended", 0, [*LOOKED, (helpers.suspend, 2, 8)], (3, 25)),
    Story("negotiated", 0, [(moves.refuse, 0, 2), (places.negotiate, 0, 1)], (0, 2),
          away=True, near=True),
    Story("designation asked", 1, [(moves.refuse, 0, 2), (places.ask_superior, 0, 1)], (0, 3),
          away=True, near=True),
    Story("designated", 0, [(moves.refuse, 0, 2), (places.ask_superior, 0, 1),
                            (places.designate, 1, 3)], (0, 0), away=True, near=True),
    Story("handed over", 1, [*LOOKED, (places.hand_over_case, 1, 4),
                             (places.take_over_case, 0, 2), (moves.begin, 0, 2)], (1, 20)),
    Story("to be handed over", 0, [*LOOKED, (places.hand_over_case, 1, 4)], (0, 1)),
    Story("sent on", 1, [(moves.assign, 0, 1), (places.send_on, 0, 2)], (0, 6)),
    Story("taken by a department", 0, [(moves.assign, 0, 1), (places.send_on, 0, 2),
                                       (places.department_accepts, 2, 5)], (1, 8)),
    Story("given back", 0, [(moves.assign, 0, 1), (places.send_on, 0, 2),
                            (places.department_returns, 2, 5)], (0, 1)),
    Story("answered by a department", 0, [
        (moves.assign, 0, 1), (places.send_on, 0, 2), (places.department_accepts, 1, 3),
        (places.department_concludes, 4, 9),
    ], (0, 2)),
    Story("told what a department found", 0, [
        (moves.assign, 0, 1), (places.send_on, 0, 2), (places.department_concludes, 4, 9),
        (places.tell_department_result, 0, 3),
    ], (0, 30)),
    Story("told twice", 1, [*LOOKED, (places.tell_again, 0, 4), (places.merge, 0, 2)], (1, 15)),
    Story("chain of payers", 1, [
        *EXPIRED, (payers.name_the_chain, 0, 1), (payers.find_general_contractor, 0, 1),
        (payers.order_general_contractor, 1, 2), (payers.general_contractor_advances, 3, 6),
    ], (1, 10), grave=False, choices={"term_days": 7}),
    Story("instalments", 0, [*SHORT, *SERVED, (payers.promise_plan, 1, 3)], (0, 12)),
    Story("one left", 1, [*LOOKED, (payers.one_leaves, 1, 4), (payers.confirm_leaving, 0, 2)],
          (1, 15), group=6),
    Story("wrote and was answered", 1, [*LOOKED, (voices.say, 1, 4), (voices.answer, 0, 2)], (0, 9)),
    Story("wrote", 1, [*LOOKED, (voices.say, 1, 4)], (0, 4)),
    Story("urged", 1, [*LOOKED, (voices.urge, 12, 25)], (0, 3)),
    Story("urged and answered", 1, [*LOOKED, (voices.urge, 12, 25), (voices.answer_urging, 1, 4)],
          (0, 9)),
    Story("rated", 3, [*SHORT, *PAID, *END, (voices.rate, 0, 5)], (1, 40)),
    Story("not of their own will", 0, [*BEGIN, (moves.ask_withdrawal, 2, 9),
                                       (payers.decline_withdrawal, 0, 2)], (1, 20)),
]  # fmt: skip
