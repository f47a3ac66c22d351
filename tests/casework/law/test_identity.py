"""Identity numbers, phones, names: accepted, refused without a hint, and masked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.law import identity
from casework.law.identity import IdentityError

TODAY = date(2026, 11, 23)
births = st.dates(date(1940, 1, 1), date(2010, 12, 31))


def test_it_accepts_an_id_card_as_people_type_it() -> None:
    card = identity.check_id_card(" 410000 19881224 993ｘ\u3000", TODAY)
    assert card == ("41000019881224993X", date(1988, 12, 24), "male")


@pytest.mark.parametrize(
    "number",
    [
        "",
        "410000198812249930",
        "41000019881324993X",
        "41000020881224993X",
        "410000881224993",
        "4100001988122499XX",
        "00000019881224993X",
        "²1000019881224993X",
    ],
)
def test_it_refuses_a_wrong_id_card_without_telling_the_digit(number: str) -> None:
    with pytest.raises(IdentityError) as refused:
        identity.check_id_card(number, TODAY)
    assert "X" not in str(refused.value).replace("可以是X", "")
    assert not number or number not in str(refused.value)


@given(births, st.integers(0, 999))
def test_it_makes_valid_id_cards(birth: date, seq: int) -> None:
    card = identity.check_id_card(identity.make_id_card("410105", birth, seq), TODAY)
    assert (card.birth_date, card.sex) == (birth, "male" if seq % 2 else "female")


@given(births, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_it_finds_every_single_wrong_digit(birth: date, seq: int, place: int, by: int) -> None:
    number = identity.make_id_card("410105", birth, seq)
    if number[place] == "X":
        return
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(IdentityError):
        identity.check_id_card(wrong, TODAY)


def test_it_checks_credit_codes() -> None:
    assert identity.check_uscc(" 91110000600037341l".upper()) == "91110000600037341L"
    for wrong in ("91110000600037341M", "9111000060003734", "9111000060003734IL"):
        with pytest.raises(IdentityError):
            identity.check_uscc(wrong)


@given(st.integers(0, 10**8 - 1))
def test_it_makes_valid_credit_codes(seq: int) -> None:
    code = identity.make_uscc("410100", seq)
    assert identity.check_uscc(code.lower()) == code


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "+86 138-1234-5678",
        "８６１３８１２３４５６７８",
        "0086 13812345678",
        "138 1234 5678\u200b",
    ],
)
def test_it_normalises_mobiles(text: str) -> None:
    assert identity.check_phone(text) == "13812345678"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0371-12345678", "0371-12345678"),
        ("（0371）12345678", "0371-12345678"),
        ("0371 12345678", "0371-12345678"),
        ("0371-12345678-802", "0371-12345678-802"),
        ("86123456", "86123456"),
        ("12333", "12333"),
        ("400-123-4567", "4001234567"),
        ("+86-371-12345678", "0371-12345678"),
    ],
)
def test_it_accepts_landlines_as_contact(text: str, number: str) -> None:
    assert identity.check_contact_phone(text) == number
    with pytest.raises(IdentityError):
        identity.check_phone(text)


@pytest.mark.parametrize("text", ["", "1381234567", "12812345678", "abc", "0371", "138123456789"])
def test_it_refuses_what_is_no_phone(text: str) -> None:
    with pytest.raises(IdentityError):
        identity.check_contact_phone(text)


def test_it_checks_bank_cards() -> None:
    assert identity.check_bank_card("6222 0212 3456 7890 128") == "6222021234567890128"
    for wrong in ("6222021234567890127", "622202", "x" * 19):
        with pytest.raises(IdentityError):
            identity.check_bank_card(wrong)


def test_it_masks() -> None:
    assert identity.mask_name("张三丰") == "张**"
    assert identity.mask_name("李丽") == "李**"
    assert identity.mask_name("") == ""
    assert identity.mask_id("410105198812241234") == "410***********1234"
    assert identity.mask_phone("13812341234") == "138****1234"
    assert identity.mask_phone("12333") == "*****"
    assert identity.mask_bank("6222021234567890128") == "***************0128"


def test_it_normalises_names_for_comparing() -> None:
    assert identity.normalise_name(" 买买提•肉孜\u3000") == identity.normalise_name("买买提·肉 孜")
    assert identity.normalise_name("ＷＡＮＧ Wu") == "wangwu"
    assert identity.normalise_firm("河南泰盛（集团） 公司") == identity.normalise_firm(
        "河南泰盛[集团]公司"
    )
