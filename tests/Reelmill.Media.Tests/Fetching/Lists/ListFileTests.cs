using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Fetching.Lists;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.Lists;

public sealed class ListFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_list_skips_blank_lines_comments_and_a_byte_order_mark()
    {
        File.WriteAllText(_folder["a.txt"], "a.mp4\r\n  # no\n\n  b c.mp4  \n#d\nhttp://h/#e", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        ListFile.Read(_folder["a.txt"]).Select(entry => (entry.Line, entry.Text)).ShouldBe([(1, "a.mp4"), (4, "b c.mp4"), (6, "http://h/#e")]);
    }

    [Fact]
    public void A_line_longer_than_a_megabyte_fails_alone()
    {
        var entries = Read("a.txt", new string('x', ListFile.MaxLength + 1) + "\nb.mp4\n");
        entries[0].Fault.ShouldNotBeNull();
        entries[1].Text.ShouldBe("b.mp4");
    }

    [Theory]
    [InlineData("name,file\na,b\n")]
    [InlineData("url,label,LABEL\nhttp://h,a,b\n")]
    [InlineData("url,\"label\nhttp://h,a\n")]
    public void A_table_with_an_unusable_header_is_one_fault(string text) =>
        Read("a.csv", text).ShouldHaveSingleItem().Fault.ShouldNotBeNull();

    [Fact]
    public void A_row_with_another_number_of_fields_than_the_header_fails_alone()
    {
        var entries = Read("a.csv", "url,label\nhttp://h/1\nhttp://h/2,a,b\nhttp://h/3,c\n");
        entries.Select(entry => entry.Fault is null).ShouldBe([false, false, true]);
    }

    [Fact]
    public void A_row_may_have_an_empty_url_and_a_path()
    {
        var entries = Read("a.csv", "URL,Path\n,a.mp4\nhttp://h/a,b.mp4\n,\n");
        entries.Select(entry => entry.Text).ShouldBe(["a.mp4", "http://h/a", ""]);
        entries.Select(entry => entry.MustBeUrl).ShouldBe([false, true, false]);
        entries[2].Fault.ShouldNotBeNull();
    }

    [Fact]
    public void Values_of_a_JSON_line_become_text_without_nulls()
    {
        var entry = Read("a.jsonl", """{"url":"http://h/a","n":1.50,"ok":true,"none":null,"tags":["a", 1]}""").ShouldHaveSingleItem();
        entry.Text.ShouldBe("http://h/a");
        entry.Metadata.ShouldBe(Metadata.Create(("n", "1.50"), ("ok", "true"), ("tags", """["a", 1]""")), ignoreOrder: true);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"http://h/a\"")]
    [InlineData("{\"url\":")]
    [InlineData("{\"name\":\"a\"}")]
    [InlineData("{\"url\":\"\"}")]
    [InlineData("not json")]
    public void A_JSON_line_without_an_input_fails_alone(string line)
    {
        var entries = Read("a.jsonl", line + "\n\n{\"path\":\"b.mp4\"}\n");
        entries[0].Fault.ShouldNotBeNull();
        entries[1].Text.ShouldBe("b.mp4");
        entries[1].Line.ShouldBe(3);
    }

    [Fact]
    public void An_unreadable_list_is_one_fault()
    {
        var entry = ListFile.Read(_folder["gone.txt"]).ShouldHaveSingleItem();
        entry.Code.ShouldBe("unreadable");
        entry.Fault.ShouldNotBeNull();
    }

    [Fact]
    public void JSON_lines_round_trip() => Prop.ForAll(
        ListText.Generator.Two().ListOf().ToArbitrary(),
        written =>
        {
            var lines = written.Select(pair => JsonSerializer.Serialize(Metadata.Create(("path", "p" + pair.Item1), ("note", pair.Item2))));
            var read = JsonLinesList.Read(new CharSource(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))))).ToList();
            return read.Select(entry => (entry.Text, entry.Metadata["note"]))
                .SequenceEqual(written.Select(pair => (("p" + pair.Item1).Trim(), pair.Item2)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_lines_round_trip() => Prop.ForAll(
        Gen.Elements('a', 'é', '#', ' ', '/', '.', '\t').NonEmptyListOf().Select(chars => "p" + string.Concat(chars).TrimEnd()).ListOf().ToArbitrary(),
        written => TextList.Read(new CharSource(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', written)))))
            .Select(entry => entry.Text).SequenceEqual(written, StringComparer.Ordinal)).QuickCheckThrowOnFailure();

    private List<ListEntry> Read(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return [.. ListFile.Read(_folder[name])];
    }
}
