"""Words in a listing that tell a machine what to do with it: ignore the above, 忽略以上.

Whoever writes them may say anything. Texts here are plain: :func:`udfs.text.keys.plain`.
"""

from __future__ import annotations

import re

_IGNORE = (  # all previous instructions
    r"(?:ignore|disregard|forget|override|bypass)(?![a-z]).{0,40}?(?<![a-z])(?:above|previous|prior|earlier|preceding"
    r"|instructions?|prompts?|rules|everything|all (?:of )?(?:the|your|this))(?![a-z])"
)
_PROMPT = r"(?:system|developer|hidden|new) (?:prompts?|instructions?|messages?)(?![a-z])"
_ROLE = (  # you are now an AI
    r"(?:you are|you're|act as|as|pretend to be) (?:now )?(?:an? |the )?"
    r"(?:ai|llm|language model|assistant|chatbot)(?![a-z])"
)
_MODEL = (  # AI models must say
    r"(?:ai|llms?|chatgpt|gpt|language models?|chatbots?|summari[sz]ers?|models?)(?: \w+){0,3}?"
    r" (?:must|should|shall|please) (?:now |only |always )?"
    r"(?:write|say|output|respond|reply|answer|state|describe|summari[sz]e|ignore|print|mention|recommend)"
)
_WRITE = (
    r"(?:output|respond with|reply with|answer with|print|write|repeat|say|state|mention|describe|claim)"
    r" (?:only|exactly|that|the following|instead|it as|this as|the product as)(?![a-z])"
)
_SUMMARY = (  # must say
    r"(?:summary|description|answer|output|title|keywords?) (?:must|should|shall)"
    r" (?:only |always )?(?:say|be|state|read|contain|mention|include)"
)
_TAGS = r"</?(?:system|assistant|user|instructions?|prompt)>|\[/?(?:inst|system)\]|<\|"
_IGNORE_ZH = (
    r"(?:忽略|无视|忘记|忘掉|忽视|不要理会|跳过|覆盖)(?:掉|你)?"
    r"(?:以上|上述|上面|前面|之前|先前|此前|所有|一切|全部|原有|任何|系统)"
)
_PROMPT_ZH = r"系统提示|提示词|(?:新|以下|上述|以上|隐藏)的?(?:指令|指示|命令)"
_ROLE_ZH = r"(?:作为|扮演|你(?:现在)?是)(?:一[个名])?(?:ai|人工智能|语言模型|大模型|智能助手)"
_WRITE_ZH = (
    r"(?:请|必须|务必|只|仅|直接|改为|一律|应当?)(?:要|需|能|可以)?(?:只|仅|直接)?"
    r"(?:输出|回答|回复|说明|声称|生成|总结|写成?|描述为?|声明|标注|返回)(?![功能])"
)
_LATIN = f"{_IGNORE}|{_PROMPT}|{_ROLE}|{_MODEL}|{_WRITE}|{_SUMMARY}"
_OTHERS = f"{_TAGS}|{_IGNORE_ZH}|{_PROMPT_ZH}|{_ROLE_ZH}|{_WRITE_ZH}"
_INJECTION = re.compile(rf"(?<![a-z])(?:{_LATIN})|{_OTHERS}")


def is_injection(said: str) -> bool:
    """Whether a plain text tells a machine what to write."""
    return _INJECTION.search(said) is not None
