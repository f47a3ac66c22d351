"""Lists of workers: the invented list of 37, forms of cells, limits and pasted text."""

import io
import time
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from casework.files.roster import FileRefusedError, read_pasted, read_roster
from casework.law.identity import make_id_card

TODAY = date(2026, 11, 23)
ROSTER = Path(__file__).parents[2] / "data" / "roster_37.xlsx"
WANG, LI = (make_id_card("411623", date(1980, 5, day), day) for day in (1, 2))


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_scenario_12_list_of_37_gives_34_good_rows_and_3_errors() -> None:
    result = read_roster(ROSTER.read_bytes(), "roster_37.xlsx", today=TODAY)
    assert len(result.rows) == 34
    assert [(error.row_number, error.column) for error in result.errors] == [
        (33, "身份证号码"),
        (34, "身份证号码"),
        (36, "身份证号码"),
    ]
    assert "校验不通过" in result.errors[0].message
    assert result.errors[1].message == "与第4行身份证号码相同。"
    assert sum(row.amount for row in result.rows) == Decimal("851390.00")


def test_it_cleans_the_cells_of_the_list() -> None:
    rows = {row.name: row for row in read_roster(ROSTER.read_bytes(), "x.xlsx", today=TODAY).rows}
    first = rows["韩建丽"]
    assert (first.amount, first.birth_date, first.trade) == (
        Decimal("14000.00"),
        date(1964, 10, 30),
        "钢筋工",
    )
    assert first.period[:2] == (date(2026, 1, 1), date(2026, 10, 28))
    assert rows["谢顺英"].period[:2] == (date(2026, 4, 1), date(2026, 10, 31))
    assert rows["徐保"].phone == "19900000484"
    assert rows["袁平"].phone == "19900004411"
    assert rows["许有"].id_number == "41000019881224993X"
    assert rows["宋保静"].note == "本人不在场，由工友代签"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_it_reads_comma_files(encoding: str) -> None:
    text = f'某某工地\r\n姓名,身份证号,手机,拖欠工资(元),备注\r\n王 五,{WANG},13812345678,"9,880","一，\n二"\r\n合计,,,9880,\r\n'
    (row,) = read_roster(text.encode(encoding), "a.csv", today=TODAY).rows
    assert (row.name, row.amount, row.note) == ("王五", Decimal("9880.00"), "一，\n二")


def test_it_reports_every_wrong_cell_of_a_row() -> None:
    data = sheet(
        ("姓名", "身份证号码", "电话", "欠薪金额", "欠薪起", "欠薪止", "银行卡号"),
        ("王五", WANG, "1381", "很多", "2026-13-45", None, "123"),
        (None, LI, None, 5, "2026-05", "2026-03", None),
        ("王五", 411623198005010018, None, 0, None, None, None),
        ("李四", WANG, None, 100, None, None, None),
    )
    result = read_roster(data, "a.xlsx", today=TODAY)
    assert [(error.row_number, error.column) for error in result.errors] == [
        (2, "联系电话"),
        (2, "银行卡号"),
        (2, "欠薪金额"),
        (2, "欠薪起"),
        (3, "姓名"),
        (3, "欠薪止"),
        (4, "身份证号码"),
        (4, "欠薪金额"),
        (5, "身份证号码"),
    ]
    assert "丢失" in result.errors[6].message
    assert result.errors[8].params == {"row": 2}
    assert not result.rows


def test_it_skips_totals_repeated_headers_and_remarks() -> None:
    header = ("序号", "姓名", "身份证号码", "欠薪金额（元）")
    data = sheet(
        ("名单",),
        header,
        (1, "王五", WANG, "约5万"),
        header,
        (2, "李四", LI, 300.1),
        (None, "合 计", None, 50300),
        ("以上情况属实",),
        ("班组长签字：", None, None, "日期"),
    )
    result = read_roster(data, "a.xlsx", today=TODAY)
    assert [row.amount for row in result.rows] == [Decimal("50000.00"), Decimal("300.10")]
    assert result.rows[0].approximate
    assert not result.errors
    assert "第3行" in str(result.notes[0])


def test_it_asks_for_the_identity_number_only_when_told() -> None:
    data = sheet(("姓名", "欠薪金额"), ("王五", 100))
    assert read_roster(data, "a.xlsx", today=TODAY).errors[0].message == "没有填写身份证号码。"
    assert len(read_roster(data, "a.xlsx", today=TODAY, require_id=False).rows) == 1


def test_it_reads_pasted_lines() -> None:
    text = (
        f"1 王五 {WANG} 199 0000 2754 12000\n\n"
        f"2\t李四\t{LI}\t木工\t39600元\n"
        f"赵六，{make_id_card('411623', date(1990, 1, 1), 7)}，2026年2月至8月，34,960\n"
        "合计 3人\n"
    )
    result = read_pasted(text, today=TODAY)
    assert not result.errors
    assert [(row.row_number, row.name, str(row.amount)) for row in result.rows] == [
        (1, "王五", "12000.00"),
        (3, "李四", "39600.00"),
        (4, "赵六", "34960.00"),
    ]
    assert result.rows[0].phone == "19900002754"
    assert result.rows[1].trade == "木工"
    assert result.rows[2].period.end == date(2026, 8, 31)


def test_it_does_not_guess_between_several_amounts() -> None:
    (error,) = read_pasted(f"王五 {WANG} 50 300 15000", today=TODAY).errors
    assert error.column == "欠薪金额"


def test_it_reads_an_amount_with_fen_that_looks_like_a_year() -> None:
    found = read_pasted("李四 19900001111 9000.50", require_id=False)
    assert [row.amount for row in found.rows] == [Decimal("9000.50")]


def test_it_reads_pasted_cells_with_a_header() -> None:
    result = read_pasted(f"姓名\t身份证\t金额\n王五\t{WANG}\t100", today=TODAY)
    assert result.rows[0].amount == Decimal("100.00")


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
    return buffer.getvalue()


def damaged() -> bytes:
    data = bytearray(ROSTER.read_bytes())
    with zipfile.ZipFile(ROSTER) as archive:
        begin = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[begin + 100 : begin + 200] = b"\xff" * 100
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "filename", "message"),
    [
        (lambda: b"", "a.xlsx", "空的"),
        (lambda: b"x" * (10 * 1024 * 1024 + 1), "a.csv", "10MB"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "a.xls", "另存为"),
        (lambda: b"PK\x03\x04 nothing", "a.xlsx", "损坏"),
        (lambda: b"name,amount", "a.xlsx", "损坏"),
        (lambda: ROSTER.read_bytes()[:4000], "a.xlsx", "损坏"),
        (bomb, "a.xlsx", "过大"),
        (damaged, "a.xlsx", "损坏"),
        (lambda: b"\x00\x01\x02\xff" * 50, "a.csv", "编码"),
        ("甲,乙\n丙,丁".encode, "a.csv", "表头"),
        ("姓名,身份证\n王五,1".encode, "a.csv", "欠薪金额"),
        ("姓名,金额\n".encode, "a.csv", "没有读到"),
        (("姓名,金额\n" + "王五,5\n" * 5001).encode, "a.csv", "5000行"),
        (("姓名,金额\n王五," + "9" * 200_000).encode, "a.csv", "格式"),
    ],
)
def test_it_refuses_a_file_with_a_sentence(make: object, filename: str, message: str) -> None:
    with pytest.raises(FileRefusedError, match=message):
        read_roster(make(), filename, today=TODAY)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("line", "days", "rate", "amount"),
    [
        ("张三 13800000000 200元×30天", "30.0", "200.00", "6000.00"),
        ("张三，13800000000，30天×200元", "30.0", "200.00", "6000.00"),
        ("张三13800000000 200*30", "30.0", "200.00", "6000.00"),
        ("张三 200元/天 30天", "30.0", "200.00", "6000.00"),
        ("张三 瓦工 260元 x 12.5天", "12.5", "260.00", "3250.00"),
        ("张三\t13800000000\t２００元×３０天", "30.0", "200.00", "6000.00"),
        ("张三、200元×30天、5000", "30.0", "200.00", "5000.00"),
    ],
)
def test_a_day_wage_times_days_is_worked_out(line: str, days: str, rate: str, amount: str) -> None:
    (row,) = read_pasted(line, require_id=False).rows
    assert (row.name, str(row.days), str(row.daily_wage)) == ("张三", days, rate)
    assert str(row.amount) == amount


def test_an_id_number_that_ends_in_x_is_no_product() -> None:
    number = "11010519491231002X"
    (row,) = read_pasted(f"张三 {number} 13800000000 8500", require_id=False).rows
    assert (row.id_number, row.amount) == (number, Decimal("8500.00"))


def test_a_list_without_an_amount_is_worked_out_and_an_empty_amount_is_not() -> None:
    header = "姓名,电话,日工资,出勤天数,已发"
    result = read_pasted(
        f"{header}\n张三,13800000000,200,30,1000\n李四,,200,30,6000", require_id=False
    )
    assert [(row.name, str(row.amount)) for row in result.rows] == [("张三", "5000.00")]
    assert "算下来没有欠薪" in result.errors[0].message
    blank = read_pasted("姓名\t日工资\t天数\t欠薪金额\n张三\t200\t30\t", require_id=False)
    assert not blank.rows


def test_a_line_of_blanks_takes_no_time() -> None:
    begun = time.monotonic()
    read_pasted("张三 1" + " " * 200_000 + "x", require_id=False)
    assert time.monotonic() - begun < 5
