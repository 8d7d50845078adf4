"""Projects in prose: which undertakings a text names, and what it ties to them. All wording is our own."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import pipeline
from extractor.model import Document, ProjectDraft

Expected = dict[str, dict[str, Any]]

AMOUNTS: list[tuple[str, Expected]] = [
    ("总投资12亿元的锦弘动力电池项目落户云溪县。", {"锦弘动力电池项目": {"total_investment": "12亿元"}}),
    ("锦弘动力电池项目总投资12亿元，年度计划投资3亿元，累计完成投资1.4亿元。",
     {"锦弘动力电池项目": {"total_investment": "12亿元", "annual_plan": "3亿元", "completed": "1.4亿元"}}),
    ("由江苏瑞腾新材料有限公司投资8.5亿元建设的年产2万吨聚酯薄膜项目正在安装设备。",
     {"年产2万吨聚酯薄膜项目": {"total_investment": "8.5亿元", "owner": "江苏瑞腾新材料有限公司", "status": "在建", "capacity": "2万吨"}}),
    ("计划总投资6亿元、占地210亩的泽丰生物医药产业园已完成主体封顶。",
     {"泽丰生物医药产业园": {"total_investment": "6亿元", "area": "210亩", "status": "在建"}}),
    ("泽丰生物医药产业园，计划总投资6亿元，占地210亩。", {"泽丰生物医药产业园": {"total_investment": "6亿元", "area": "210亩"}}),
    ("投资3亿元的宏垣冷链物流园、投资5亿元的旭升智能装备基地相继开工。",
     {"宏垣冷链物流园": {"total_investment": "3亿元", "status": "开工"}, "旭升智能装备基地": {"total_investment": "5亿元"}}),
    ("宏垣冷链物流园项目、旭升智能装备项目、凯沃光伏组件项目总投资分别为3亿元、5亿元和7.2亿元。",
     {"宏垣冷链物流园项目": {"total_investment": "3亿元"}, "旭升智能装备项目": {"total_investment": "5亿元"},
      "凯沃光伏组件项目": {"total_investment": "7.2亿元"}}),
    ("宏垣冷链物流园项目和旭升智能装备项目合计投资9亿元。",
     {"宏垣冷链物流园项目": {"total_investment": None}, "旭升智能装备项目": {"total_investment": None}}),
    ("东岭县瑞彩纺织项目去年开工。该项目总投资4.6亿元，达产后年产值可达9亿元，年纳税3200万元，可提供就业岗位850个。",
     {"东岭县瑞彩纺织项目": {"total_investment": "4.6亿元", "output_value": "9亿元", "tax": "3200万元", "jobs": "850个", "status": "开工"}}),
    ("华灿云仓项目协议投资2亿元，到位资金6000万元。",
     {"华灿云仓项目": {"total_investment": None, "agreed_investment": "2亿元", "funds_in_place": "6000万元"}}),
    ("瑞彩纺织项目总投资4.6亿元，其中一期投资1.8亿元。",
     {"瑞彩纺织项目": {"total_investment": "4.6亿元", "phase_investment": "1.8亿元"}}),
    ("总投资30亿元的沧源江引水工程已完成投资11亿元，占总投资的36.7%。",
     {"沧源江引水工程": {"total_investment": "30亿元", "completed": "11亿元"}}),
    ("南岗大桥概算总投资7.3亿元，全长2.4公里，今年计划完成投资2亿元。",
     {"南岗大桥": {"total_investment": "7.3亿元", "annual_plan": "2亿元", "capacity": "2.4公里"}}),
    ("翔宇航空零部件项目由翔宇精密制造有限公司投资兴建，总投资约5.2亿元人民币，用地120亩。",
     {"翔宇航空零部件项目": {"total_investment": "5.2亿元人民币", "owner": "翔宇精密制造有限公司", "area": "120亩"}}),
    ("1.北辰数据中心项目。总投资18亿元，建设机柜8000架，截至5月底累计完成投资4.3亿元。\n"
     "2.柳河污水处理厂提标改造工程。总投资9600万元，年度计划投资3000万元。",
     {"北辰数据中心项目": {"total_investment": "18亿元", "completed": "4.3亿元"},
      "柳河污水处理厂提标改造工程": {"total_investment": "9600万元", "annual_plan": "3000万元"}}),
    ("瑞彩纺织项目总投资4.6亿元。全市固定资产投资完成120亿元，其中工业投资58亿元。",
     {"瑞彩纺织项目": {"total_investment": "4.6亿元", "completed": None}}),
    ("项目名称：赤水湾渔光互补发电项目\n建设单位：赤水湾新能源有限公司\n总投资：5.4亿元\n建设地点：赤水湾镇",
     {"赤水湾渔光互补发电项目": {"owner": "赤水湾新能源有限公司", "total_investment": "5.4亿元"}}),
    ("总投资达100亿元、年产6GWh的恒钧储能电池项目成功签约。", {"恒钧储能电池项目": {"total_investment": "100亿元", "status": "签约"}}),
    ("恒钧公司拟投资2.6亿元，在开发区新上一条汽车线束生产线。", {}),
    ("其中，云脊铁路栖州段总投资153亿元、丹湖文化生态园总投资80亿元、栖州市老工业区搬迁改造工程总投资68亿元。",
     {"云脊铁路栖州段": {"total_investment": "153亿元"}, "丹湖文化生态园": {"total_investment": "80亿元"},
      "栖州市老工业区搬迁改造工程": {"total_investment": "68亿元"}}),
    ("推介会上签约澜启精密制造生产基地等14个项目，总投资43.2亿元。", {"澜启精密制造生产基地": {"total_investment": None}}),
    ("锦弘动力电池项目、旭升智能装备项目等，总投资43.2亿元。",
     {"锦弘动力电池项目": {"total_investment": None}, "旭升智能装备项目": {"total_investment": None}}),
    ("其中包括计划总投资50亿元的瑞腾新能源有限公司卧牛岭风电场项目、计划总投资30亿元的恒钧新能源有限公司石梁风电场项目。",
     {"卧牛岭风电场项目": {"total_investment": "50亿元", "fixed_assets": None}, "石梁风电场项目": {"total_investment": "30亿元"}}),
    ("截至去年年底，总投资26亿元的锦弘高精铝板带项目年内完成投资6.8亿元；总投资3.2亿元的石梁镍矿项目年内完成投资2000万元。",
     {"锦弘高精铝板带项目": {"total_investment": "26亿元", "completed": "6.8亿元", "annual_plan": None},
      "石梁镍矿项目": {"total_investment": "3.2亿元", "completed": "2000万元"}}),
    ("云溪职业学院石梁校区（一期）项目计划总投资10.8亿元。",
     {"云溪职业学院石梁校区（一期）项目": {"total_investment": "10.8亿元", "phase_investment": None}}),
    ("引进瑞腾公司投资1.5亿元开发锦弘阳光小区；引进恒钧集团投资8000万元实施石梁路改造，今年到位资金3000万元。",
     {"锦弘阳光小区": {"total_investment": "1.5亿元"}, "石梁路改造": {"total_investment": "8000万元"}}),
    ("签约的有瑞腾生物投资6.8亿元的重组蛋白平台项目、百岭轩2.1亿元的预制菜工厂以及恒钧集团独资兴建的石梁湾冷链港（投资额1.2亿美元）。",
     {"重组蛋白平台项目": {"total_investment": "6.8亿元"}, "预制菜工厂": {"total_investment": "2.1亿元"},
      "石梁湾冷链港": {"total_investment": "1.2亿美元"}}),
    ("达成签约的还有投资2.7亿元的锦弘显示屏项目、2.5亿元的锦弘家居项目，以及2亿元的旭升小家电项目等一大批光机电新兴产业项目。",
     {"锦弘显示屏项目": {"total_investment": "2.7亿元"}, "锦弘家居项目": {"total_investment": "2.5亿元"},
      "旭升小家电项目": {"total_investment": "2亿元"}}),
    ("引进省港航公司投资1000万元建云溪公路。", {"云溪公路": {"total_investment": "1000万元"}}),
    ("由辽岭瑞禾牧业股份有限公司投资5000万元建设的玉米乙醇项目在云溪县农副产品加工园区正式竣工投产。",
     {"玉米乙醇项目": {"total_investment": "5000万元", "status": "投产"}}),
    ("锦弘植物蛋白、旭升工业园等9个项目投资过亿元。其中，锦弘植物蛋白项目一期工程已投产。",
     {"锦弘植物蛋白项目一期工程": {"status": "投产"}, "旭升工业园": {}}),
    ("锦弘植物蛋白项目一期投产，锦弘植物蛋白项目二期开工。",
     {"锦弘植物蛋白项目一期": {"status": "投产"}, "锦弘植物蛋白项目二期": {"status": "开工"}}),
    ("瑞彩纺织项目一期工程已投产，去年总投入已达1.2亿元。", {"瑞彩纺织项目一期工程": {"completed": "1.2亿元"}}),
    ("锦弘动力电池项目开工。这次的重点项目共有八个，总投资43.4亿元。", {"锦弘动力电池项目": {"total_investment": None}}),
    ("投资1.2亿元的县人民医院二期工程主体完工。", {"县人民医院二期工程": {"total_investment": "1.2亿元"}}),
]

NAMES: list[tuple[str, Expected]] = [
    ("总投资100亿元的锦弘年产10万吨三元前驱体、总投资150亿元的旭升新型显示器件等在谈项目推进签约。",
     {"锦弘年产10万吨三元前驱体": {"total_investment": "100亿元", "capacity": "10万吨"}, "旭升新型显示器件": {"total_investment": "150亿元"}}),
    ("凯沃光伏组件、旭升年产1100万片触控模组、锦弘集团新能源环保装备研发制造基地等一批重大项目如期投产。",
     {"旭升年产1100万片触控模组": {}, "锦弘集团新能源环保装备研发制造基地": {}, "凯沃光伏组件": {}}),
    ("云溪洪山桥至石梁大桥拓宽改建工程（洪山桥至三环路段）开工。", {"云溪洪山桥至石梁大桥拓宽改建工程（洪山桥至三环路段）": {}}),
    ("超越汽车轮毂（二期）项目位于石梁组团，计划总投资5亿元，新建厂房5万平方米。",
     {"超越汽车轮毂（二期）项目": {"total_investment": "5亿元"}}),
    ("投资140万元的云溪空心砖厂已投产。", {"云溪空心砖厂": {"total_investment": "140万元", "status": "投产"}}),
    ("水利方面，白坪水库、五台山水库、柳河水库工程顺利推进。", {"白坪水库": {}, "五台山水库": {}, "柳河水库工程": {}}),
    ("云溪市图书馆、石梁附属学校、云溪养老基地完成主体建设。", {"云溪市图书馆": {}, "云溪养老基地": {}}),
    ("集中开工的是锦弘年产30万吨电解液和回收2000吨溶剂生产线项目，总投资15亿元。",
     {"锦弘年产30万吨电解液和回收2000吨溶剂生产线项目": {"total_investment": "15亿元"}}),
    ("瑞腾有限公司计划投资5亿元，建设石梁光伏发电项目；遂川市恒钧新能源有限公司计划投资1亿元，建设手机电芯项目，年产值8亿元。",
     {"石梁光伏发电项目": {"total_investment": "5亿元"}, "手机电芯项目": {"total_investment": "1亿元", "output_value": "8亿元"}}),
    ("恒钧硅材料产业园项目，总投资6亿元。一期计划投资2亿元，主要建设内容为年产1000万平方米墙板生产线、年产100万吨硅粉生产线。",
     {"恒钧硅材料产业园项目": {"total_investment": "6亿元"}}),
    ("下港片区棚户区改造项目总投资23亿元，年度计划投资3亿元，建设内容为19座桥梁。",
     {"下港片区棚户区改造项目": {"total_investment": "23亿元", "annual_plan": "3亿元"}}),
    ("电力方面，正宁泊河110千伏变电站开工。", {"正宁泊河110千伏变电站": {"status": "开工"}}),
    ("年内将缓解包岭高速云溪段的压力；石梁通用机场已启动前期工作。", {"石梁通用机场": {}}),
    ("会上，锦弘动力电池、旭升智能装备、凯沃光伏组件等12个项目集中签约。",
     {"锦弘动力电池": {"status": "签约"}, "旭升智能装备": {"status": "签约"}, "凯沃光伏组件": {"status": "签约"}}),
    ("抓好云溪至石梁高速公路、柳河水库扩容工程等重大项目建设。", {"云溪至石梁高速公路": {}, "柳河水库扩容工程": {}}),
    ("“天枢智谷”项目、“云上粮仓”项目建设顺利。", {"“天枢智谷”项目": {}, "“云上粮仓”项目": {}}),
    ("年产5万吨碳酸锂、2万吨氢氧化锂项目获核准。", {"年产5万吨碳酸锂、2万吨氢氧化锂项目": {"status": "备案"}}),
    ("瑞彩与恒钧年产3万吨差别化纤维项目投产。", {"瑞彩与恒钧年产3万吨差别化纤维项目": {"status": "投产"}}),
    ("记者走进位于云溪经开区的凯沃光伏组件二期项目，工人正在吊装设备。", {"凯沃光伏组件二期项目": {"status": "在建"}}),
    ("禾岚轻合金、拓峻高端装备、凯沃光伏组件等20个续建项目顺利推进。", {"禾岚轻合金": {}, "拓峻高端装备": {}, "凯沃光伏组件": {}}),
    ("恒钧股份公告称，拟投资建设磷酸铁项目，项目总投资5亿元。", {"磷酸铁项目": {"total_investment": "5亿元"}}),
    ("集中开工的项目分别是：禾泽田园小镇项目、隆澈锂离子电池项目、岑禾智能电气基地项目，总投资25亿元。",
     {"禾泽田园小镇项目": {"status": "开工", "total_investment": None}, "隆澈锂离子电池项目": {"status": "开工"},
      "岑禾智能电气基地项目": {"status": "开工", "total_investment": None}}),
    ("论坛上，总投资38亿元的岑岭工程机械产业基地和21亿元的琅彩珠宝名表城完成签约。",
     {"岑岭工程机械产业基地": {"total_investment": "38亿元", "status": "签约"}, "琅彩珠宝名表城": {"total_investment": "21亿元", "status": "签约"}}),
    ("云川启焰铝业有限公司建设项目分两期实施，一期工程投资7200万元。",
     {"云川启焰铝业有限公司建设项目": {"owner": "云川启焰铝业有限公司", "total_investment": None, "phase_investment": "7200万元"}}),
    ("国家重大水利工程云溪江水库开工建设。", {"云溪江水库": {"status": "开工"}}),
    ("公司签署了“年产20万吨高分子材料产业化项目”投资协议。", {"年产20万吨高分子材料产业化项目": {"status": "签约"}}),
    ("錦弘動力電池項目總投資12億元，目前正在施工。", {"錦弘動力電池項目": {"total_investment": "12億元", "status": "在建"}}),
    ("柳溪防洪堤二期工程完成投资1.2亿元，占年度任务2亿元的60%。", {"柳溪防洪堤二期工程": {"completed": "1.2亿元", "annual_plan": "2亿元"}}),
    ("图为恒钧储能电池项目施工现场。", {"恒钧储能电池项目": {"status": "在建"}}),
    ("石梁县抽水蓄能电站可研报告通过审查。", {"石梁县抽水蓄能电站": {}}),
    ("国道215线石梁至云溪段改建工程年内开工。", {"国道215线石梁至云溪段改建工程": {}}),
    ("公司与石梁县政府签署了100万千瓦风光储一体化项目投资协议。", {"100万千瓦风光储一体化项目": {"status": "签约"}}),
    ("锦弘动力电池项目（一期）已竣工验收，锦弘动力电池项目（二期）正在洽谈。",
     {"锦弘动力电池项目（一期）": {"status": "竣工"}, "锦弘动力电池项目（二期）": {"status": "洽谈"}}),
    ("推动柳河片区老旧小区改造项目、东岭县瑞彩纺织项目开工。", {"柳河片区老旧小区改造项目": {"status": None}, "东岭县瑞彩纺织项目": {"status": None}}),
    ("推进瑞彩纺织项目建设，加快凯沃光伏组件项目前期工作。", {"瑞彩纺织项目": {}, "凯沃光伏组件项目": {}}),
    ("浙江恒钧能源股份有限公司石梁储能电站项目获批。", {"石梁储能电站项目": {"owner": "浙江恒钧能源股份有限公司", "status": "备案"}}),
    ("恒钧集团石梁储能电站项目获批。", {"恒钧集团石梁储能电站项目": {"status": "备案"}}),
    ("6月18日，云溪县举行重大项目开工仪式，凯沃光伏组件项目作为代表发言。", {"凯沃光伏组件项目": {}}),
    ("全长43公里的石柳铁路专用线建成通车。", {"石柳铁路专用线": {"status": "投产"}}),
    ("日处理5万吨的柳河污水处理厂扩建工程完工。", {"柳河污水处理厂扩建工程": {"status": "竣工"}}),
    ("依托Micro LED外延片项目，打造光电产业链。", {"Micro LED外延片项目": {}}),
    ("由石梁县水务局实施的城东水厂项目进入收尾阶段。", {"城东水厂项目": {"owner": "石梁县水务局"}}),
]

STATUS: list[tuple[str, Expected]] = [
    ("凯沃光伏组件项目将于年底投产。", {"凯沃光伏组件项目": {"status": None}}),
    ("凯沃光伏组件项目预计明年6月建成。", {"凯沃光伏组件项目": {"status": None}}),
    ("凯沃光伏组件项目已建成投产，达产后年产值8亿元。", {"凯沃光伏组件项目": {"status": "投产", "output_value": "8亿元"}}),
    ("凯沃光伏组件项目3月签约、5月开工，目前正加紧施工，计划年底竣工。", {"凯沃光伏组件项目": {"status": "在建"}}),
    ("凯沃光伏组件项目力争9月底前开工建设。", {"凯沃光伏组件项目": {"status": None}}),
    ("凯沃光伏组件项目因市场变化终止合作。", {"凯沃光伏组件项目": {"status": "取消"}}),
    ("凯沃光伏组件项目首批产品顺利下线。", {"凯沃光伏组件项目": {"status": "投产"}}),
    ("凯沃光伏组件项目正在办理用地手续。", {"凯沃光伏组件项目": {"status": None}}),
    ("凯沃光伏组件项目已列入省重点项目库。", {"凯沃光伏组件项目": {"status": "储备"}}),
    ("凯沃光伏组件项目实现满负荷生产。", {"凯沃光伏组件项目": {"status": "达产"}}),
    ("凯沃光伏组件项目一号车间已投入使用，二号厂房正在建设。", {"凯沃光伏组件项目": {"status": "在建"}}),
    ("确保凯沃光伏组件项目上半年投产。", {"凯沃光伏组件项目": {"status": None}}),
    ("凯沃光伏组件项目尚未开工。", {"凯沃光伏组件项目": {"status": None}}),
    ("石梁风电场首台机组并网发电。", {"石梁风电场": {"status": "投产"}}),
    ("凯沃光伏组件项目停工两年后复工，目前建设正酣。", {"凯沃光伏组件项目": {"status": "在建"}}),
]

OWNERS: list[tuple[str, Expected]] = [
    ("恒钧集团投资9亿元建设石梁储能电站。", {"石梁储能电站": {"owner": "恒钧集团", "total_investment": "9亿元"}}),
    ("石梁储能电站项目的建设单位为恒钧新能源有限公司。", {"石梁储能电站项目": {"owner": "恒钧新能源有限公司"}}),
    ("石梁储能电站项目总投资9亿元，由恒钧新能源有限公司与石梁国投集团共同出资建设。",
     {"石梁储能电站项目": {"owner": "恒钧新能源有限公司", "total_investment": "9亿元"}}),
    ("恒钧新能源有限公司在石梁县投资建设的储能电站项目已并网。", {"储能电站项目": {"owner": "恒钧新能源有限公司"}}),
    ("锦弘动力电池项目建设如火如荼。", {"锦弘动力电池项目": {"owner": None}}),
    ("业主单位：石梁县交通运输局。石梁至柳河公路改建工程全长18公里。", {"石梁至柳河公路改建工程": {}}),
    ("恒钧集团董事长刘某表示，公司将投资9亿元建设石梁储能电站。", {"石梁储能电站": {"owner": "恒钧集团", "status": None}}),
]

REPORTS: list[tuple[str, Expected]] = [
    ("1.启明医药加速器（三期）由兴谷产投集团负责建设，估算总投资7.6亿元，目前桩基施工完成70%。\n"
     "2.220千伏柏岭输变电工程：业主为国网兴谷供电公司，动态投资2.3亿元，已取得核准批复，计划四季度开工。\n"
     "3.蓝湾大道北延伸段（学府路—滨河路），全长3.2公里，路面沥青摊铺已完成。",
     {"启明医药加速器（三期）": {"owner": "兴谷产投集团", "total_investment": "7.6亿元", "status": "在建"},
      "220千伏柏岭输变电工程": {"owner": "国网兴谷供电公司", "total_investment": "2.3亿元", "status": "备案"},
      "蓝湾大道北延伸段": {"capacity": "3.2公里", "status": "在建"}}),
    ("一、汉水纸业年产30万吨文化用纸技改项目。总投资18亿元，1至6月完成投资4.2亿元，为年计划的52%，主厂房钢结构吊装完毕。\n"
     "二、石泉至云台高速公路。全线路基工程基本完成，今年计划投资20亿元，累计完成投资61亿元，占总投资的64%。\n"
     "三、石泉国际物流港。总投资9.8亿元，铁路专用线开始铺轨。",
     {"汉水纸业年产30万吨文化用纸技改项目": {"total_investment": "18亿元", "completed": "4.2亿元", "status": "在建"},
      "石泉至云台高速公路": {"annual_plan": "20亿元", "completed": "61亿元", "total_investment": None, "status": "在建"},
      "石泉国际物流港": {"total_investment": "9.8亿元", "status": "在建"}}),
    ("赛岭重工股份有限公司与市政府签署协议，将在临港片区投资23.5亿元建设海工起重装备基地项目。项目分两期实施，一期投资15亿元。",
     {"海工起重装备基地项目": {"owner": "赛岭重工股份有限公司", "total_investment": "23.5亿元", "phase_investment": "15亿元",
                       "status": "签约"}}),
    ("东屿岛60万千瓦海上风电场首批风机并网，该风电场由恒海风电有限公司开发，总投资78亿元。",
     {"东屿岛60万千瓦海上风电场": {"owner": "恒海风电有限公司", "total_investment": "78亿元", "status": "投产"}}),
    ("石梁县与华曜集团就60万千瓦抽水蓄能项目举行签约仪式，项目估算投资42亿元。",
     {"60万千瓦抽水蓄能项目": {"owner": "华曜集团", "total_investment": "42亿元", "status": "签约"}}),
    ("睿屿第三代半导体产业化项目（总投资25.6亿元）、瑞能氢燃料电池项目（总投资8亿元）双双投产。",
     {"睿屿第三代半导体产业化项目": {"total_investment": "25.6亿元", "status": "投产"},
      "瑞能氢燃料电池项目": {"total_investment": "8亿元", "status": "投产"}}),
    ("由石梁路桥集团承建的白沙渡口三桥全线合龙。", {"白沙渡口三桥": {"owner": "石梁路桥集团", "status": "在建"}}),
    ("恒钧股份有限公司斥资4.1亿元，在石梁县设立泡沫镍试制所，已取得施工许可证。",
     {"泡沫镍试制所": {"owner": "恒钧股份有限公司", "total_investment": "4.1亿元", "status": "落地"}}),
    ("石梁县春季签约名单\n1.凯沃老窑口夜游街区。投资方：凯沃文旅集团；投资额：2.2亿元。\n2.轻质隔墙板项目。投资方：石梁筑新有限公司；投资额：7000万元。",
     {"凯沃老窑口夜游街区": {"owner": "凯沃文旅集团", "total_investment": "2.2亿元", "status": "签约"},
      "轻质隔墙板项目": {"owner": "石梁筑新有限公司", "total_investment": "7000万元", "status": "签约"}}),
    ("轻质隔墙板项目进入联动调试。该项目由石梁筑新有限公司投资，建造费用7000万元。",
     {"轻质隔墙板项目": {"owner": "石梁筑新有限公司", "total_investment": "7000万元", "status": "在建"}}),
    ("石梁西岸跨江通道首根桩基开钻，概算投资31亿元。", {"石梁西岸跨江通道": {"total_investment": "31亿元", "status": "开工"}}),
    ("积极争取云溪港疏港铁路纳入规划，建成文化艺术中心。", {"云溪港疏港铁路": {"status": None}}),
    ("公司募投项目“深蓝智能养殖装备制造项目”累计投入募集资金2.1亿元，进度68%。", {"深蓝智能养殖装备制造项目": {"completed": "2.1亿元"}}),
    ("恒钧储能、瑞彩新材料2个百亿级项目实现当年签约、当年开工。", {"恒钧储能": {"status": "开工"}, "瑞彩新材料": {"status": "开工"}}),
]

KNOWN_FAILURES: list[tuple[str, Expected, str]] = [
    ("巷陌聚力兴项目，店铺生意好。", {}, "a verb and noun that the dictionary lacks look like a brand"),
    ("青屿江石坎通航设施主体工程完工。", {"青屿江石坎通航设施": {}}, "a thing without a closing word is found in lists and before amounts only"),
    ("凯沃光伏组件项目8月份投产。", {"凯沃光伏组件项目": {"status": None}}, "a month without a day of writing may lie ahead"),
]

NOTHING = [
    "这座由民企投资的电站是目前西北单体最大的电化学储能项目之一。",
    "本报讯（记者王小云）总投资73.9亿元的10个签约项目加速办理手续。",
    "63个项目提前实现全部开工，为促进重大项目投资放量、扩大有效投资提供了有力支撑。",
    "投资53亿元实施旧城改造提档、新城高端赋能项目59个。",
    "一季度集中開工重大項目中，栖州115個、總投資802億元，丹湖17個、總投資88億元。",
    "全市新签约项目62个，协议总投资1340亿元。",
    "重点引进一批锂电池项目和新材料项目。",
    "深入实施产业集群培育工程，把招商引资作为一把手工程。",
    "举行2025年春季招商引资重点项目集中签约仪式。",
    "低碳产业园成为高质量发展的承载地。",
    "重点布局环氧丙烷、针状焦、磷酸铁锂等项目。",
    "全年计划实施建设项目558个，年度计划投资551亿元。",
    "全面落实项目建设调度机制，推动项目早开工、早投产、早达效。",
    "实施城市更新工程和农村人居环境整治工程。",
    "亿元以上工业项目完成投资42亿元，增长12%。",
    "打造全国重要的新能源装备制造基地和生态屏障。",
    "新建高标准农田12万亩，改造老旧小区86个。",
    "完善项目库，谋划储备一批基础设施项目。",
    "工程师们正在中心城区检修管线。",
    "投资53亿元实施旧城改造项目59个。",
    "坚决遏制“两高”项目盲目发展。",
    "这一项目落地后，填补了产业链空白。",
    "推进源网荷储一体化发展，壮大新能源产业。",
    "加强工程建设项目招标投标管理。",
    "县政务服务中心为企业提供帮办代办服务。",
]


def read(text: str) -> tuple[ProjectDraft, ...]:
    return pipeline.read(Document("", "<text>", text)).project_drafts


def squeezed(name: str) -> str:
    return "".join(name.split())


def given(draft: ProjectDraft, field: str) -> str | None:
    return next((a.cue if field == "status" else a.text for a in draft.attributes if a.field == field), None)


def check(text: str, expected: Expected) -> None:
    drafts = {squeezed(d.name): d for d in read(text)}
    assert sorted(drafts) == sorted(map(squeezed, expected))
    for name, fields in expected.items():
        for field, value in fields.items():
            assert given(drafts[squeezed(name)], field) == value, (name, field)


@pytest.mark.parametrize(("text", "expected"), AMOUNTS)
def test_amounts_are_tied_to_their_project(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_begin_and_end_where_they_should(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(("text", "expected"), REPORTS)
def test_reports_tell_one_project_after_another(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(("text", "expected"), STATUS)
def test_the_furthest_stage_reached_is_the_status(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(("text", "expected"), OWNERS)
def test_owners_are_those_the_text_names(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize("text", NOTHING)
def test_classes_slogans_events_and_parks_are_no_projects(text: str) -> None:
    assert [d.name for d in read(text)] == []


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(text, expected, marks=pytest.mark.xfail(strict=True, reason=why)) for text, expected, why in KNOWN_FAILURES])
def test_known_failures(text: str, expected: Expected) -> None:
    check(text, expected)


def test_later_namings_join_the_first() -> None:
    draft, = read("恒钧石梁储能电站项目总投资9亿元。记者在恒钧储能电站项目现场看到，项目累计完成投资2亿元。\n恒钧石梁储能电站项目已并网。")
    assert len(draft.others) == 2
    assert given(draft, "completed") == "2亿元"
    assert given(draft, "status") == "投产"


def test_a_name_between_two_others_makes_one_project_of_them() -> None:
    text = "恒彩集团宣布建设北屿产业基地，投资50亿元。恒彩集团北屿压缩机产业基地占地900亩。恒彩集团北屿产业基地年内投产。"
    draft, = read(text)
    assert draft.name == "恒彩集团北屿压缩机产业基地"
    assert given(draft, "total_investment") == "50亿元"
    assert given(draft, "area") == "900亩"


def test_two_rows_of_a_table_stay_two_projects() -> None:
    text = "序号\t项目名称\t总投资（万元）\n1\t城东水厂扩建工程\t3000\n2\t城西水厂扩建工程\t4000\n\n水厂扩建工程进展顺利。"
    assert [d.name for d in read(text)] == ["城东水厂扩建工程", "城西水厂扩建工程"]


def test_every_attribute_shows_where_it_stands() -> None:
    text = "总投资12亿元的锦弘动力电池项目落户云溪县。"
    reading = pipeline.read(Document("", "<text>", text))
    for draft in reading.project_drafts:
        assert all(reading.view.text[a.at.start:a.at.end] == a.text and a.rule for a in draft.attributes)
