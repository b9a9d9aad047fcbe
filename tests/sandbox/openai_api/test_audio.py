import openai
import pytest

from sandbox.generated import voice_note

SAID = "alquiler todo el año en Nerja, máximo novecientos, y tengo un perrito"


async def test_the_words_in_a_recording_of_the_sandbox_come_back(client):
    heard = await client.audio.transcriptions.create(file=("nota.ogg", voice_note(SAID), "audio/ogg"), model="gpt-6-transcribe")
    assert heard.text == SAID


async def test_plain_text_where_it_is_asked_for(client):
    heard = await client.audio.transcriptions.create(file=("nota.ogg", voice_note("hola"), "audio/ogg"), model="x", response_format="text")
    assert heard.strip() == "hola"


@pytest.mark.parametrize(("name", "content"), [("nota.ogg", b"OggS nothing"), ("nota.ogg", b""), ("nota.pdf", voice_note("hola"))])
async def test_any_other_sound_is_refused(client, name, content):
    with pytest.raises(openai.BadRequestError):
        await client.audio.transcriptions.create(file=(name, content), model="x")
