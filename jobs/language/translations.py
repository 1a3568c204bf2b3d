"""The fixed words of the command line in Chinese, by the English ones: headings, statuses, rules, remarks.

Names and values are the schema's business. Errors stay English.
"""

from __future__ import annotations

import re

CHINESE: dict[str, str] = {
    # columns of the tables
    "product_id": "商品编号", "category": "类目", "attribute": "属性", "ordinal": "序号", "status": "状态",
    "value": "标准值", "labels": "各语言标签", "value_zh": "中文值", "value_id": "值编号", "number": "数值",
    "unit": "单位",
    "raw_value": "原文", "field": "字段", "start_offset": "起始", "end_offset": "结束", "origin": "来源",
    "rule": "规则", "confidence": "置信度", "detail": "说明", "source_model": "模型",
    "schema": "schema 指纹", "run_id": "批次", "source": "数据源", "site": "网店", "title": "标题",
    "description": "描述",
    "category_origin": "类目来源", "category_confidence": "类目置信度", "locale": "语言区域", "attributes": "属性",
    "numbers": "数值", "numbers_max": "数值上限", "number_max": "数值上限", "bound": "界限", "parts": "组成",
    "_max": "上限", "_parts": "组成", "_place": "名次", "_evidence": "依据",
    "upper end of a stated range": "所述范围的上限",
    "the numbers that make the value, by name": "构成该值的各个数字，按名称",
    "place of the value in its list, from 1": "该值在列表中的名次，从1起",
    "who states it, in which words, where, how surely, and what became of it":
        "由谁、以何种文字、在何处、以多大把握给出，及其结果",
    "at least": "至少", "at most": "至多",
    "tags": "标签", "completeness": "完整度", "missing": "缺失",
    "unknown_attributes": "未知属性", "content_hash": "内容哈希", "text_hash": "文本哈希",
    "stale": "已过时", "inside": "属于该类目的概率",
    "updated_at": "更新时间", "tag": "标签", "score": "分数", "rank": "名次", "row_hash": "行哈希", "reason": "原因",
    "copies": "份数", "raw": "原文", "kind": "类型", "value_key": "归一键", "products": "商品数",
    "stated_values": "卖家取值", "examples": "示例", "suggested_value": "建议值", "suggested_score": "建议分数",
    "decision_fault": "决定为何无效",
    "action": "处理",
    "decided_by": "决定人", "decided_at": "决定时间", "note": "备注",
    "categories": "候选类目", "spans": "片段", "tokens": "词元数", "windows": "窗口数", "matches": "最近值",
    "foreign": "未学语言",
    "started_at": "开始时间", "finished_at": "完成时间", "model_schema": "模型所读 schema 指纹", "recipes": "配方",
    "recipe_parts": "配方各部分",
    "sources": "数据源", "counts": "计数", "seconds": "耗时（秒）", "texts_per_second": "文本/秒",
    "rows_per_second": "行/秒", "quality": "质量", "table_versions": "表版本", "fingerprint": "指纹", "path": "路径",
    "trained": "学过",
    "backbone": "骨干模型", "data_fingerprint": "数据指纹", "metrics": "指标", "parent": "父检查点", "stage": "阶段",
    "created_at": "创建时间",
    "style": "风格", "language": "语言", "facts": "所用事实", "quoted": "引用原文", "generator": "生成方式",
    "verdict": "核查结论", "outdated": "已过时", "edited_by": "修改人", "edited_at": "修改时间", "recipe": "配方",
    "keyword": "关键词", "phrase": "短语",
    "outcome": "结果", "least": "所需置信度", "against": "对立说法", "against_origin": "对立来源",
    "position": "顺序", "range_from": "下限（含）", "range_to": "上限（不含）", "share": "占比",
    "found": "原文中找到", "implied": "由整条推断", "low_confidence": "置信度不足",
    "other_value": "另一个值", "other_raw_value": "另一处原文", "other_origin": "另一来源", "other_field": "另一字段",
    "other_start_offset": "另一起始", "other_end_offset": "另一结束", "other_confidence": "另一置信度",
    "term": "搜索词",
    "category_names": "类目名称", "names": "名称", "descriptions": "说明", "several": "可有多个值",
    "closed": "仅限所列",
    "allowed": "允许的值", "aliases": "别名",
    "gained": "新增", "value lost": "失去", "changed": "改变", "remapped": "重新映射", "evidence": "依据",
    "cause": "原因",
    "before": "之前", "after": "之后", "alias or rule": "别名或规则", "threshold": "阈值", "package": "程序包",
    "unknown": "未知", "Examples": "示例",
    "no value differs": "取值没有差别",
    "made by two versions of facetmill: {} and {}": "由两个版本的 facetmill 生成：{} 与 {}",
    "a run is from before parts of recipes were noted: causes are unknown but for text and source":
        "有一次运行早于配方各部分的记录：除文本和数据源外，原因未知",
    "{:,} products: {:,} new, {:,} gone, {:,} with another listing, {:,} with another category":
        "{:,} 件商品：新增 {:,}，消失 {:,}，商品内容改变 {:,}，类目改变 {:,}",
    "{:,} whose listing is rejected now, {:,} whose listing is accepted again":
        "{:,} 件现在被拒，{:,} 件重新被接受",
    "rejected listing": "商品被拒或重新接受",
    "attributes with values before alone: {}": "只有之前有值的属性：{}",
    "attributes with values after alone: {}": "只有之后有值的属性：{}",
    # what a column may hold
    "standard": "已标准化", "unmapped": "未映射", "invalid": "无效", "seller": "卖家", "model": "模型",
    "person": "人工", "map": "映射", "reject": "拒绝",
    "no_id": "没有编号", "damaged_id": "编号损坏", "no_text": "没有文本", "undecodable": "无法解码",
    "too_large": "文本过长",
    "duplicate_id": "编号重复", "unknown_category": "未知类目", "category wordings": "类目写法",
    "no value": "无值", "name": "名称", "alias": "别名", "alias within": "包含别名", "nearest value": "最近值",
    "too long": "过长", "no match": "无匹配", "dimensions": "尺寸", "composition": "成分",
    "yes or no": "是否", "identifier": "编码", "company suffix": "公司后缀", "two scripts": "中西文并写",
    "compatible with": "适配对象",
    "mixture": "混合值", "negated": "被否定", "damaged": "数据损坏", "no maker": "不是品牌",
    "several names": "多个品牌", "variants": "多个款式", "other key": "另有所指",
    "text": "文本", "choice head": "选择头", "no evidence": "没有文字依据",
    "foreign language": "未学语言", "decision": "人工决定",
    # one listing
    "remark": "说明", "rejected": "已拒绝", "(no id)": "（没有编号）", "(whole listing)": "（整条商品）",
    "whole listing": "整条商品", "without a category": "没有类目", "no category is known for it": "没有已知的类目",
    "not in the schema": "schema 未收录", "by the seller": "由卖家给出",
    "by its title": "由标题给出", "by the draft of the schema": "由 schema 草稿给出", "draft": "草稿",
    "the model has not learnt this attribute": "模型没有学过该属性",
    "{:,} listings, {:,} of them rejected; nothing was written": "共 {:,} 条商品，其中 {:,} 条被拒绝；未写入任何数据",
    "{:,} listings read and written": "读取并写出 {:,} 条商品", "none with an error": "没有出错的",
    "{:,} with an error ({})": "{:,} 条出错（{}）", "{:,} with an unreadable seller's map": "{:,} 条卖家属性无法读取",
    "{:,.1f} listings/s": "{:,.1f} 条/秒",
    # labelling
    "done": "条已完成", "more words: m": "个词，按 m 显示", "{:,} checked, {:,} skipped, {:,} left":
    "已核对 {:,} 条，跳过 {:,} 条，剩余 {:,} 条", "go on with: {}": "继续请用：{}",
    "{:,} of {:,} texts, of {:,} products, in {}; label them with: {}":
    "从 {1:,} 段文本中选出 {0:,} 段（涉及 {2:,} 个商品），写入 {3}；标注请用：{4}",
    "{:,} tasks, {:,} of them with predictions, in {}; the form is {}":
    "{:,} 个任务，其中 {:,} 个带有预测，写入 {}；表单为 {}",
    "labelled": "已标注", "predicted": "已预测", "recall": "召回率",
    "all attributes": "全部属性", "category right": "类目正确率", "listings": "条商品",
    "{:,} attributes have fewer than {} labels: their intervals are wide":
    "{:,} 个属性的标注不足 {} 个：区间很宽",
    # gates
    "state": "状态", "verdicts": "关卡结论", "decided_why": "决定理由", "rollback_of": "恢复自",
    "gate": "关卡", "limit": "上限", "measured": "实测", "of": "基数", "passed": "通过", "held": "暂停发布",
    "warning": "警告", "live": "已发布", "discarded": "已弃用", "judge": "评判", "commit": "提交",
    "Gates that failed": "未通过的关卡",
    "no gate has judged this run": "没有关卡评判过这次运行",
    # keys
    "seller's name": "卖家写法", "rows": "行数", "reads": "可读", "not read, such as": "读不出的例子", "none": "无",
    "ignored": "已忽略",
    "none ({}? {:.0%})": "无（{}？{:.0%}）",
    "{:,} names, {:,} statements, {:.0%} of them of an attribute of the schema": (
        "{:,} 个写法，{:,} 条陈述，其中 {:.0%} 属于 schema 的属性"
    ),
    "{:,} more, shown by --limit or --json": "另有 {:,} 个，用 --limit 或 --json 查看",
    "no listing has attributes of its seller; map them by columns.seller_attributes": (
        "没有商品带卖家属性；请用 columns.seller_attributes 映射"
    ),
    # start
    "filled": "已填", "by sellers": "来自卖家", "by the model": "来自模型", "Next:": "接下来：",
    "no model: every value is a seller's, in standard terms": "没有模型：所有值都来自卖家，并已标准化",
    "the model, on labels held back: category {:.0%} right, values precision {:.0%}, recall {:.0%}": (
        "模型在预留标注上：类目正确率 {:.0%}，值的精确率 {:.0%}，召回率 {:.0%}"
    ),
    "{:,} of {:,} listings are of no category that is known: {}": "{1:,} 条商品中有 {0:,} 条不属于任何已知类目：{2}",
    "map a column of categories in facetmill.yaml, or let it train on more listings":
        "请在 facetmill.yaml 中映射类目列，或用更多商品训练",
    "no value: what sellers state, the schema does not know; map seller_attributes, or add attributes":
        "没有值：卖家所写的 schema 不认识；请映射 seller_attributes，或添加属性",
    "{:,} values to grade, with their texts: {}": "{:,} 个值待人工评判，附原文：{}",
    # schema draft and review
    "left out": "略去", "fill": "填写率", "Attributes": "属性", "{:,} more": "另有 {:,} 个",
    "{:,} more, see {}": "另有 {:,} 个，见 {}", "find categories": "寻找类目", "find attributes": "寻找属性",
    "assemble": "汇编", "write": "写出",
    "{:,} of {:,} listings are in a category": "{:,} / {:,} 条商品已归入类目",
    "{:.0%} of {:,} statements say nothing of the goods, {:.0%} are too rare or all alike: see {}": (
        "{:.0%}（共 {:,} 条陈述）与商品本身无关，{:.0%} 过少或全都一样：见 {}"
    ),
    "no seller states an attribute in a map or block: attributes have to be added by hand": (
        "没有卖家以属性表或参数块写明属性：需要手工添加属性"
    ),
    "wrote {}; {:,} marks wait for a person. Next:": "已写出 {}；有 {:,} 处待人工确认。下一步：",
    # explain
    "its listing is rejected now, and these values are old: {}": "商品现在被拒绝，这些值已过时：{}",
    "model's view": "模型判断", "{} tokens read in {} window(s)": "{} 个词元，{} 个窗口",
    "not in schema": "schema 未收录",
    "nothing said": "未提及", "raw text": "原文", "in context": "上下文", "lost": "落选", "made by": "生成于",
    "shown as of": "所示批次", "raw row": "原始行", "run": "批次", "seller's attribute": "卖家属性",
    "none: the model chose among the allowed values from the whole listing": "无：模型通读整条商品，在允许值中选出",
    "no claim stands": "没有成立的说法",
    "no claim was made, and the schema does not require it": "没有任何来源提及，schema 也不要求",
    "{} more, shown by --attribute {}": "另有 {} 条，用 --attribute {} 查看", "{} copies": "{} 份",
    "rules alone, without a model": "只用规则，没有模型",
    "model {} ({}, {})": "模型 {}（{}，{}）", "schema {}, run {}": "schema {}，批次 {}", "run {}": "批次 {}",
    "same value, stated again": "同一个值，重复出现",
    "one of several that the seller offers": "卖家提供多个，这是其中之一",
    "less confident": "置信度较低",
    # describe, and texts in and out
    "its listing is rejected now, and nothing is said of it: {}": "商品现在被拒绝，不为它写任何文案：{}",
    "the tables hold no texts of it: made now of its published facts, and not written":
        "数据表里没有它的文案：以下由已发布的事实当场写成，不写入",
    "no text": "没有文案", "in listing": "对照原文", "waiting": "待生效", "keywords": "关键词", "place": "位置",
    "fact alone": "仅据事实", "approved": "已通过", "locked": "已锁定",
    "edited by {}, {:%Y-%m-%d %H:%M}": "由 {} 修改，{:%Y-%m-%d %H:%M}",
    "outdated: a fact that it states has changed": "已过时：所用的事实变了",
    "words of the listing": "摘自原文", "not checked": "未核查", "supported": "有据可依", "not supported": "依据不足",
    "subject": "张冠李戴", "negation": "否定不符", "comparison": "比较或最高级", "addition": "多出的内容",
    "{} (now {})": "{}（现为 {}）",
    "an edit by {} ({}), which the next run shows": "{} 的修改（{}），下次运行后生效",
    "neither listing nor facts support {} ({}); it is kept": "{} 在商品和事实中都没有依据（{}）；仍予保留",
    "it has {:,} characters, its style takes {:,}; it is kept": "共 {:,} 个字符，该风格上限为 {:,}；仍予保留",
    "its style forbids {}; it is kept": "该风格禁用 {}；仍予保留",
    "nothing was edited: {:,} rows are as the tables have them": "没有改动：{:,} 行与数据表一致",
    "line {}: {}": "第 {} 行：{}",
    "line {}: {} had changed since the export; this edit goes before it": "第 {} 行：{} 在导出之后变过；以这次修改为准",
    "{:,} approved, {:,} locked, {:,} taken back, {:,} rows unchanged; the next run shows them":
        "通过 {:,} 条，锁定 {:,} 条，撤回 {:,} 条，{:,} 行没有改动；下次运行后生效",
    "{:,} texts written to {}": "已写出 {:,} 条文案到 {}",
    "{:,} rows written to {}": "已写出 {:,} 行到 {}",
    "no facts": "没有可说的事实", "few facts": "事实太少", "must have": "缺少必备属性", "forbidden": "含禁用词",
    "refused": "核查不通过", "no language": "没有该语言的名称", "no category": "没有类目", "no phrases": "没有句式",
    "no names": "没有名称", "nothing to say": "无话可说", "no description": "没有描述",
    "unread language": "不支持的语言", "other language": "描述是另一种语言", "no clause": "没有合适的句子",
    "nothing is known of the product": "对商品一无所知", "the description says nothing": "描述没有内容",
    "a text needs the product's category, and there is none": "写文案需要商品的类目，而它没有",
    "the listing has no description to take clauses from": "商品没有描述，无句可摘",
    # the summary of a run
    "rows read": "读取行数", "products standardized": "已标准化商品",
    "rows rejected, with reason": "拒绝行数（附原因）",
    "sellers' maps that cannot be read": "无法读取的卖家属性",
    "rows for which a mapped expression gives an error": "映射表达式出错的行",
    "goods of no known category": "不属于任何类目的商品", "products kept without a category": "保留但没有类目的商品",
    "stale products, whose listing is rejected now": "已过时的商品（现在被拒绝）",
    "share outside": "不属于任何类目的占比",
    "Of no known category, for example": "不属于任何类目，例如", "Least sure of their category": "类目把握最小",
    "products made anew": "重新处理的商品", "products new or changed": "新增或变化的商品",
    "products removed": "移除的商品", "texts inferred": "推理文本数",
    "decisions applied": "已套用的决定", "  faulty, without effect": "  有误、未生效的决定",
    "  in conflict, without effect": "  互相冲突、未生效的决定",
    "values": "属性值", "  standard": "  已标准化", "  unmapped": "  未映射", "  invalid": "  无效",
    "    nearest value not sure enough": "    最近值把握不足",
    "    model not sure enough to overrule the seller": "    模型把握不足，不推翻卖家",
    "in a language that the checkpoint has not learnt": "语言不在检查点所学范围",
    "attributes that the checkpoint has not learnt": "检查点没有学过的属性",
    "categories that the checkpoint has not learnt": "检查点没有学过的类目",
    "nothing is inferred, as `checkpoint` is none: sellers' words and rules alone":
        "不做推理（checkpoint 为 none）：只用卖家所写和规则",
    "there is no model to tell, as `checkpoint` is none": "没有模型可判断（checkpoint 为 none）",
    "left to the rules": "交给规则", "asked of the model by name and description": "按名称和描述询问模型",
    "required, but missing": "必填但缺失", "share completeness": "平均完整度",
    "share required filled": "必填项填全的商品占比",
    "share standard": "已标准化的值占比", "complete": "完整度", "Categories": "类目",
    "To review first": "优先审核", "seller writes": "卖家写法", "nearest": "最接近",
    "new attribute?": "新属性？", "new category?": "新类目？",
    "derive": "汇总",
    "prepare": "准备", "read": "读取", "infer": "推理", "categorize": "归类", "standardize": "标准化", "record": "记录",
    "check": "检查", "publish": "发布", "{} rows/s": "{} 行/秒", "{} texts/s in inference": "推理 {} 条文本/秒",
    "tables: {}": "数据表：{}",
    "nearest values are suggestions only: the checkpoint does not know how often they are right; train it anew":
        "最近值只作建议：检查点不知道它们的正确率；请重新训练",
    "the checkpoint does not tell which of its choices rest on no words of the listing; train it anew":
        "检查点不知道哪些选择没有商品文字作依据；请重新训练",
    "listings in languages that the checkpoint has not learnt are not told: it does not know which it has; "
    "train it anew":
        "不会指出检查点没学过的语言：它不知道自己学过哪些；请重新训练",
    "Thai": "泰语", "Korean": "韩语", "Japanese": "日语", "Chinese": "中文", "English": "英语", "Spanish": "西班牙语",
    "Portuguese": "葡萄牙语", "French": "法语", "German": "德语", "Italian": "意大利语", "Vietnamese": "越南语",
    "Indonesian": "印尼语", "Malay": "马来语", "Cyrillic script": "西里尔字母", "Arabic script": "阿拉伯字母",
    "Devanagari script": "天城文",
    # show
    "{} (first {})": "{}（前 {} 行）", "Tables in {}": "{} 中的数据表", "table": "表", "version": "版本",
    "what": "内容",
    "One row for each standardized value of a product, with its whole audit chain.":
        "商品的每个标准值一行，附完整溯源链。",
    "The same of attributes that the schema marks `release: shadow`: kept apart until they are set live.":
        "schema 标为 `release: shadow` 的属性，内容同 attributes：正式启用前单独存放。",
    "What each run changed: values of current products that a reader sees otherwise than after the run before.":
        "每次运行改变了什么：现有商品中，读者看到的与上一次运行之后不同的值。",
    "One row for each standardized product: category, all values in maps, completeness.":
        "每个已标准化商品一行：类目、全部属性值、完整度。",
    "Claims about products that lost, a row each: who says what, where, how surely, and why it does not stand.":
        "落选的说法，每条一行：谁说的、说了什么、在哪里、把握多大、为什么不成立。",
    "Products that the sources lacked as all like them were made anew; made anew too once they are back.":
        "同类商品全部重新处理时数据源里没有的商品；再次出现时会重新处理。",
    "Tags of products, one row each.": "商品标签，每个一行。",
    "What the model said of each distinct text, before thresholds: the cache that makes reruns cheap.":
        "模型对每条不同文本的判断（未经阈值）：重跑时免推理的缓存。",
    "Nearest allowed values of likely raw values that no rule knows, by embedding: a cache like extractions.":
        "规则不认识的原文在向量上最近的允许值：与 extractions 一样是缓存。",
    "Source rows of the last run that were not standardized, each with its reason.":
        "上次运行中未能标准化的源数据行，附原因。",
    "Review queue: sellers' values, attribute names and categories that the schema does not know, by products.":
        "审核队列：schema 不认识的卖家取值、属性名和类目写法，按影响的商品数排序。",
    "What people decided that raw values mean; the newest row of a value holds, on every later run.":
        "人工对原文含义的决定；同一原文以最新一行为准，此后每次运行都生效。",
    "Finished runs. A run's row is written last; what the newest live one names in table_versions is what readers "
    "should see.": "已完成的运行。该行最后写入；读者应读最新一次已发布运行的 table_versions 所列的版本。",
    "Checkpoints that runs have used.": "运行用过的检查点。",
    "Texts of products by style and language, with the facts that they state; or why there is none.":
        "商品文案，按风格和语言各一行，附所用事实；没有文案的附原因。",
    "Words that a product is searched by, the best first, by language.": "搜索商品用的关键词，按语言分列，最好的在前。",
    "Texts that people wrote or corrected; the newest row of a text holds, on every later run.":
        "人工撰写或修改的文案；同一文案以最新一行为准，此后每次运行都生效。",
    "How many products have an attribute and a value, by which texts weigh facts; counted anew when asked for.":
        "各属性、各取值的商品数，写文案时据此衡量事实的分量；要求时才重新统计。",
    "How many listings of a category hold a phrase, by which keywords are chosen; counted anew when asked for.":
        "各类目中出现某短语的商品条数，据此选关键词；要求时才重新统计。",
    "What shoppers filter by: the values of each attribute, in the order to show them, with their products.":
        "筛选项：各属性的取值（按展示顺序）及其商品数。",
    "How much is known of each attribute, by category and source: of how many products, and who says so.":
        "各属性的填充情况，按类目和数据源：多少商品有值，由谁给出。",
    "Attributes of which a product's seller and text, or two statements of sellers, say different things.":
        "卖家与原文、或卖家的两处陈述互相矛盾的属性。",
    "What a product may be searched by: its values, brand, tags, category and keywords, in each language.":
        "可以搜到商品的词：取值、品牌、标签、类目和关键词，按语言分列。",
    "The schema as a table: a row for each attribute of each category.": "schema 的表格形式：每个类目的每个属性一行。",
    "What next": "接下来", "puts facetmill and spark-submit on the PATH": "把 facetmill 和 spark-submit 加入 PATH",
    "the whole chain behind each value": "每个值背后的完整链条",
    "the texts made of its facts": "用它的事实写成的文案", "Texts made of the facts of {}": "用 {} 的事实写成的文案",
    "shop page": "商品页", "marketplace title": "平台标题", "search snippet": "搜索摘要", "summary": "摘要",
    "what the schema does not know yet, most products first": "schema 还不认识的写法，影响商品多的在前",
    "the tables in SQL; piped, it is CSV": "用 SQL 查表；接管道时输出 CSV",
    "what listings would become, without writing": "商品会变成什么样，不写入",
    "… there are more rows; show them with --limit, or pipe them as CSV":
        "…… 还有更多行；用 --limit 查看，或接管道输出 CSV",
    # the schema
    "span": "片段", "quantity": "数量", "choice": "单选", "choices": "多选", "ordered": "有序单选", "boolean": "是否",
    "required": "必填", "wordings": "写法数",
    "{}: no fault in {} categories and {} tags": "{}：{} 个类目、{} 个标签，没有错误",
    "fingerprint {}; of what the model reads {}": "指纹 {}；模型所读部分 {}",
    "support": "支持数", "precision": "精确率", "pairs": "样本对", "right": "正确率", "cross-validated": "交叉验证",
    "{} aliases of values": "值的 {} 个别名", "all": "合计",
    "aliases left out, as they would break a right value": "未采用的别名：采用后会破坏原本正确的值",
    "without it": "不采用时", "with it": "采用后", "nothing": "无",
    "what the files said before is in {}": "原来的内容保存在 {}",
    "wrote {}; `right` is the share of the pairs, `cross-validated` of pairs left out of learning":
        "已写入 {}；“正确率”按全部样本对计，“交叉验证”按未参与学习的样本对计",
    # labels out of what sellers state
    "stated": "卖家写明", "not in text": "文中没有", "text alone": "仅据文字",
    "dropped": "未采用", "hidden and read": "隐藏后读出", "agrees": "一致率",
    "sellers' values differ": "卖家的值互相矛盾", "no standard value": "没有标准值",
    "text states another value": "文中是另一个值", "text may state it in other words": "文中可能换了说法",
    "several attributes have this value": "多个属性同为此值", "the text denies it": "文中予以否定",
    "texts and sellers disagree on the attribute": "该属性的文字与卖家多不一致",
    "product_id came before": "编号重复", "no category is known": "类目未知",
    "only an upper level of the category is known": "只知道类目的上级",
    "of no category, beyond as many as all others": "不属于任何类目，超出其余商品数",
    # remarks, and halves of them
    "a volume": "容量", "a weight": "重量", "a length": "长度", "a duration": "时长", "a charge": "电量",
    "an energy": "能量", "a power": "功率", "a voltage": "电压", "a resistance": "电阻", "a luminous flux": "光通量",
    "a temperature": "温度", "a weight per area": "克重", "a share": "百分比", "a number of pieces": "件数",
    "a size": "尺寸", "found no number": "没有数字", "found a size of several numbers": "是由多个数字组成的尺寸",
    "found only what the goods are compared with": "只有用来比较的数值", "got an offer": "含促销",
    "got a negation": "含否定", "got a comparison": "是比较的差值", "got a multiple": "是倍数",
    "got a tolerance": "是误差", "got several numbers": "有多个数字", "got a negative number": "是负数",
    "got a number that is not whole": "不是整数", "got a quantity beside a number of pieces": "数量与件数并列",
    "got a number with a digit behind its unit": "单位后还有数字", "got a price for each": "是单价",
    "several values": "多个值", "the listing gives no category": "商品没有给出类目",
    "the source gives no category": "数据源没有给出类目", "the model has no guess": "模型没有倾向",
    "the newest was taken": "取最新一份", "no date tells which is the newest": "没有日期，无法判断哪份最新",
    "their texts differ": "各份文字不同",
    "the row does not parse; see raw": "该行无法解析，见原文",
    "the text holds U+FFFD; set the source's encoding": "文本含 U+FFFD，请设置数据源的编码",
}  # fmt: skip
"""English to Chinese; texts with ``{}`` are filled in afterwards."""

# Remarks with a part that varies and is shown as it is.
_REMARKS = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"by the model, ([\d.]+)", "由模型判断，{}"),
        (r"by an upper level of the seller's path, ([\d.]+)", "由卖家类目路径的上级给出，{}"),
        (
            r"only an upper level of ('.*'|\".*\") is a category, (\w+)",
            "{} 只有上级是类目 {}",
        ),
        (r"goods of the schema by ([\d.]+), ([\d.]+) is needed", "属于 schema 商品的可能性 {}，需达到 {}"),
        (r"below the threshold (\S+)", "低于阈值 {}"),
        (r"below (\S+), seller states ('.*'|\".*\")", "低于 {}，卖家写的是 {}"),
        (r"below (\S+), person states ('.*'|\".*\")", "低于 {}，人工写的是 {}"),
        (r"seller states ('.*'|\".*\")", "卖家写的是 {}"),
        (r"('.*'|\".*\") is cut out of ('.*'|\".*\")", "{} 是从 {} 中截出来的"),
        (r"no unit given, read as ([^;]+)", "未写单位，按 {} 计"),
        (r"tolerance ([^;]+)", "误差 {}"),
        (r"got an offer, (.+)", "含促销 {}"),
        (r"got a negation, (.+)", "含否定 {}"),
        (r"got a quantity for one (.+)", "只是每 {} 的量"),
        (r"got the number (.+) beside it", "旁边还有数字 {}"),
        (r"got (.+), depending on what the dot separates,", "小数点有歧义，{}"),
        (r"got (\S+) with the unknown unit (.+)", "{} 的单位 {} 未知"),
        (r"got (\S+) without a unit", "{} 没有单位"),
        (r"got (.+)", "得到 {}"),
        (r"(.) read as (\S+ g), Taiwan's is (\S+ g)", "{} 按 {} 计，台湾为 {}"),
        (r"(.+) is outside (.+)", "{} 超出范围 {}"),
        (r"similarity ([\d.]+)", "相似度 {}"),
        (
            r"('.*'|\".*\") stands under ('.*'|\".*\"): the product is said not to have it",
            "{} 被 {} 否定：商品没有这一项",
        ),
        (r"the opposite of what ('.*'|\".*\") denies", "与 {} 所否定的相反"),
        (
            r"('.*'|\".*\") rests on no words of the listing \(([\d.]+) of 1\)",
            "{} 没有商品文字作依据（{}，至少要 1）",
        ),
        (r"the model chose ('.*'|\".*\")", "模型选的是 {}"),
        (r"mixture of (.+)", "由 {} 混合而成"),
        (r"the seller offers several: (.+)", "卖家提供多个：{}"),
        (r"('.*'|\".*\") stands behind ('.*'|\".*\"): a shop's own number", "{} 写在 {} 后：店铺自己的编号"),
        (
            r"('.*'|\".*\") stands behind ('.*'|\".*\"): said of a part, or of something else than the product",
            "{} 写在 {} 后：说的是部件或其他东西，不是商品本身",
        ),
        (r"names ([^;:]+)", "提到 {}"),
        (r"not known: ([^;]+)", "不认识：{}"),
        (r"names several makers: (.+)", "提到多个品牌：{}"),
        (r"('.*'|\".*\") names the product itself", "{} 是商品名称，不是品牌"),
        (r"('.*'|\".*\") says who sells the product", "{} 是卖家，不是品牌"),
        (r"('.*'|\".*\") is a placeholder, no id", "{} 是占位符，不是编号"),
        (r"('.*'|\".*\") says nothing about (.+)", "{} 没有说明 {}"),
        (r"the schema has no category (.+)", "schema 中没有类目 {}"),
        (r"(\d+) copies of this id", "该编号有 {} 份"),
        (r"(\d+) characters, allowed are (\d+)", "共 {} 个字符，上限 {}"),
        (r"the model's best guess is (\w+) \(([\d.]+)\), ([\d.]+) is needed", "模型最倾向 {}（{}），需达到 {}"),
        (r"the model's best guess is (\w+) \(([\d.]+)\)", "模型最倾向 {}（{}）"),
        (
            r"the model's best guess is (\w+) \(([\d.]+)\), which the schema does not have as it was learnt",
            "模型最倾向 {}（{}），但 schema 里没有它所学的这个类目",
        ),
        (r"the checkpoint has not learnt (\w+)", "检查点没有学过 {}"),
        (r"([\d,]+) categor(?:y|ies) \(([^()]+)\)", "{} 个类目（{}）"),
        (r"([\d,]+) attributes? \(([^()]+)\)", "{} 个属性（{}）"),
        (r"([\d,]+) tags? \(([^()]+)\)", "{} 个标签（{}）"),
        (r"the model has no guess, ([\d.]+) is needed", "模型没有倾向，需达到 {}"),
        (r"neither listing nor facts support ('.*'|\".*\")", "{} 在商品和事实中都没有依据"),
        (r"the style must have (.+), of which nothing can be said", "该风格必须写明 {}，而对此无可说的事实"),
        (r"(\d+) can be said here, the style needs (\d+)", "可说的事实有 {} 条，该风格至少要 {} 条"),
        (r"the shortest text has more than (\d+) characters", "最短的文案也超过 {} 个字符"),
        (r"the style forbids ('.*'|\".*\")", "该风格禁用 {}"),
        (r"the schema has no name in ('.*') for the category; it has (.+)", "schema 里该类目没有 {} 名称；有 {}"),
        (r"no fact may be said: (.+)", "没有一条事实可以说：{}"),
        (r"the description is in (\w+), and the summary is asked in (\w+)", "描述的语言是 {}，要的摘要是 {}"),
        (
            r"no clause of the description states something of the goods; left out: (.+)",
            "描述里没有一句是在说商品本身；未采用：{}",
        ),
    )
)
# Remarks made of parts that are said themselves.
_JOINED = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (r"expected (an? [a-z ]+), ((?:got|found) .+) in ('.*'|\".*\")", "应为{}，{}：{}"),
        (r"(person|seller|model) goes before (person|seller|model)", "{}优先于{}"),
        (r"(person|seller|model) is not heard for this attribute", "该属性不采信{}"),
        (r"the text is in ([\w ]+), which the checkpoint has not learnt", "文本是{}，检查点没有学过"),
        (r"the checkpoint has not learnt (.+\)): (.+)", "检查点没有学过 {}：{}"),
        (r"([\d,]+ (?:categor|attribut)\w+ \([^()]+\)), (.+\))", "{}、{}"),
        (r"(\w+(?: \w+)?): (.+)", "{}：{}"),
        (r"(.+?); (.+)", "{}；{}"),
    )
)


def in_chinese(text: str) -> str:
    """A fixed word or remark in Chinese. What is neither stands for itself: a schema's own rules are named by it."""
    if text in CHINESE:
        return CHINESE[text]
    for pattern, chinese in _REMARKS:
        if found := pattern.fullmatch(text):
            return chinese.format(*found.groups())
    for pattern, chinese in _JOINED:
        if found := pattern.fullmatch(text):
            parts = [in_chinese(part) for part in found.groups()]
            if parts != list(found.groups()):  # else a seller's own ": " or "; "
                return chinese.format(*parts)
    return text
