"""Drugs, services, diagnoses and chronic diseases that the sample city bills.

Drug names are generic; codes have the national form but are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Baskets: what a visit is billed with.
OTC, REFILL, CONSULT, WARD, DIALYSIS, CHEMO, REHAB, TCM, CHECKUP, VACCINE, BIRTH, SURGERY, FLU, SPECIAL, SCAN = range(
    15
)


@dataclass(frozen=True, slots=True)
class Item:
    """One billed item: catalogue code and name, list_type, med_chrgitm_type, its baskets (first line of `leads`)."""

    code: str
    name: str
    list_type: str
    charge: str
    baskets: tuple[int, ...]
    leads: tuple[int, ...] = ()


def _drug(atc: str, name: str, *baskets: int, charge: str = "09") -> Item:
    return Item(f"X{atc}001010101", name, "101", charge, baskets)


def _service(code: str, name: str, charge: str, *baskets: int, leads: tuple[int, ...] = ()) -> Item:
    return Item(code, name, "201", charge, baskets, leads)


ITEMS: tuple[Item, ...] = (
    _drug("C08CAX01", "硝苯地平控释片", OTC, REFILL, WARD),
    _drug("C08CAA01", "氨氯地平片", OTC, REFILL),
    _drug("C09CAX02", "缬沙坦胶囊", OTC, REFILL, WARD),
    _drug("C10AAA05", "阿托伐他汀钙片", OTC, REFILL, WARD),
    _drug("A10BAE02", "二甲双胍片", OTC, REFILL),
    _drug("A10BFA01", "阿卡波糖片", OTC, REFILL),
    _drug("A10AEG04", "甘精胰岛素注射液", REFILL, WARD),
    _drug("B01ACQ04", "氯吡格雷片", OTC, REFILL, WARD),
    _drug("R03AKB07", "布地奈德福莫特罗粉吸入剂", OTC, REFILL),
    _drug("N05AXA12", "奥氮平片", REFILL),
    _drug("M01AEB01", "布洛芬缓释胶囊", OTC, CONSULT, FLU),
    _drug("J01CAA04", "阿莫西林胶囊", OTC, CONSULT, FLU),
    _drug("J01DDC08", "头孢克肟分散片", OTC, CONSULT, WARD),
    _drug("J05AHA02", "奥司他韦胶囊", CONSULT, FLU),
    _drug("A02BCA01", "奥美拉唑肠溶胶囊", OTC, CONSULT, WARD),
    _drug("ZA06ABL0", "连花清瘟胶囊", OTC, CONSULT, FLU, charge="11"),
    _drug("ZA12HAF0", "复方丹参滴丸", OTC, REFILL, charge="11"),
    _drug("ZA09CAA0", "安宫牛黄丸", OTC, charge="11"),
    _drug("ZA15AAG0", "阿胶", OTC, charge="11"),
    _drug("ZC04AAB0", "云南白药气雾剂", OTC, CONSULT, charge="11"),
    _drug("ZA10BAX0", "六味地黄丸", OTC, TCM, charge="11"),
    _drug("B05XAL01", "氯化钠注射液", CONSULT, WARD, CHEMO, DIALYSIS, FLU),
    _drug("B05BAP01", "葡萄糖注射液", CONSULT, WARD, BIRTH, SURGERY),
    _drug("L01XAS03", "奥沙利铂注射液", CHEMO),
    _drug("L01BCK02", "卡培他滨片", CHEMO),
    _drug("A04AAA01", "昂丹司琼注射液", CHEMO),
    _drug("B03XAR01", "重组人促红素注射液", DIALYSIS),
    _drug("B01ABP01", "低分子肝素钠注射液", DIALYSIS, WARD),
    _drug("H01BBS02", "缩宫素注射液", BIRTH),
    _drug("N01AXB10", "丙泊酚注射液", SURGERY),
    _service("001101000010000", "普通门诊诊察费", "02", CONSULT, REFILL, FLU),
    _service("001102000010000", "住院诊察费", "02", WARD, CHEMO, REHAB, BIRTH, SURGERY),
    _service("001109000010000", "床位费", "01", WARD, CHEMO, REHAB, BIRTH, leads=(WARD,)),
    _service("001201000030000", "护理费", "07", WARD, CHEMO, REHAB, BIRTH),
    _service("002503030010000", "血常规", "04", CONSULT, WARD, CHEMO, CHECKUP, FLU, SURGERY),
    _service("002503060010000", "生化全套", "04", CONSULT, WARD, DIALYSIS, CHECKUP),
    _service("002103000010000", "胸部CT平扫", "03", CONSULT, WARD, SCAN, leads=(SCAN,)),
    _service("002203020010000", "腹部彩色超声", "03", CONSULT, WARD, CHECKUP, SCAN),
    _service("003107010010000", "常规心电图", "03", CONSULT, WARD, CHECKUP),
    _service("003110000010000", "血液透析", "05", DIALYSIS, leads=(DIALYSIS,)),
    _service("003110000020000", "血液透析滤过", "05", DIALYSIS),
    _service("003009000110000", "静脉化疗给药", "05", CHEMO, leads=(CHEMO,)),
    _service("003402000200000", "运动疗法", "05", REHAB, leads=(REHAB,)),
    _service("003402000250000", "偏瘫肢体综合训练", "05", REHAB),
    _service("004300000010000", "普通针刺", "05", TCM, REHAB, leads=(TCM,)),
    _service("004500000010000", "推拿治疗", "05", TCM),
    _service("FW9107000000001", "健康体检", "03", CHECKUP, leads=(CHECKUP,)),
    _service("FW0000VACC00001", "疫苗接种服务费", "12", VACCINE, leads=(VACCINE,)),
    _service("003314000110000", "自然分娩接生", "06", BIRTH, leads=(BIRTH,)),
    _service("003304060010000", "白内障超声乳化摘除术", "06", SURGERY, leads=(SURGERY,)),
    Item("C0101010010000", "一次性使用输液器", "301", "08", (CONSULT, WARD, CHEMO, DIALYSIS, SURGERY, BIRTH, FLU)),
    Item("C1003010020000", "透析器", "301", "08", (DIALYSIS,)),
    _drug("L01EBA04", "奥希替尼片", SPECIAL),
    _drug("L04ABA04", "阿达木单抗注射液", SPECIAL),
    _drug("L01XCX07", "曲妥珠单抗注射液", SPECIAL),
    # In no basket: only a module that names one bills it.
    _service("003112010010000", "产前检查", "05"),
    _service("003111000010000", "前列腺按摩", "05"),
    _service("003110000030000", "血液灌流", "05"),
    _service("003110000040000", "连续性血液净化（床旁）", "05"),
    _drug("L04ADA02", "他克莫司胶囊"),
)

PRENATAL, PROSTATE, PERFUSION, CONTINUOUS, TACROLIMUS = range(len(ITEMS) - 5, len(ITEMS))

# (code, name): the first entries are what an ordinary ward admits.
DIAGNOSES: tuple[tuple[str, str], ...] = (
    ("I10.x00x002", "高血压病"),
    ("E11.900x001", "2型糖尿病"),
    ("I25.103", "冠状动脉粥样硬化性心脏病"),
    ("J18.900", "肺炎"),
    ("J44.100", "慢性阻塞性肺病急性加重"),
    ("I63.900", "脑梗死"),
    ("M51.202", "腰椎间盘突出"),
    ("K29.500", "慢性胃炎"),
    ("J20.900", "急性支气管炎"),
    ("M17.900", "膝关节病"),
    ("K80.200", "胆囊结石"),
    ("S82.800", "小腿骨折"),
    ("N18.001", "慢性肾脏病5期"),
    ("C18.900", "结肠恶性肿瘤"),
    ("Z51.103", "恶性肿瘤维持性化学治疗"),
    ("G81.900", "偏瘫"),
    ("O80.900", "单胎顺产"),
    ("Z38.000", "单胎活产"),
    ("H25.900", "老年性白内障"),
    ("J11.100", "流行性感冒伴呼吸道表现"),
    ("F20.900", "精神分裂症"),
    ("Z94.000", "肾移植状态"),
)
ORDINARY = 12  # diagnoses [0, ORDINARY) are drawn for ordinary stays
KIDNEY, COLON, CHEMO_DIAG, HEMIPLEGIA, BIRTH_DIAG, NEWBORN_DIAG, CATARACT, FLU_DIAG, PSYCH, TRANSPLANT = range(12, 22)

# (dise_no, name) of outpatient chronic and special diseases.
DISEASES: tuple[tuple[str, str], ...] = (
    ("M03900", "高血压"),
    ("M01600", "糖尿病"),
    ("M04600", "冠心病"),
    ("M05300", "慢性阻塞性肺疾病"),
    ("M07801", "慢性肾功能衰竭（透析治疗）"),
    ("M00500", "恶性肿瘤门诊治疗"),
    ("M02100", "精神分裂症"),
    ("M08300", "器官移植抗排异治疗"),
)
COMMON_DISEASES, DIALYSIS_DISE, TUMOUR_DISE, PSYCH_DISE, TRANSPLANT_DISE = 4, 4, 5, 6, 7


def _members(basket: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([i for i, item in enumerate(ITEMS) if basket in item.baskets], np.int64)


BASKETS = tuple(_members(b) for b in range(15))
LEADS = np.array([next((i for i, item in enumerate(ITEMS) if b in item.leads), -1) for b in range(15)], np.int64)
IS_DRUG = np.array([item.list_type == "101" for item in ITEMS])
