using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Lists;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.Lists;

public sealed class ListEncodingTests : IDisposable
{
    private static readonly string[] LineEnds = ["\n", "\r", "\r\n"];

    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds() => new(".txt", ".csv", ".jsonl");

    [Fact]
    public void Rows_of_any_text_round_trip_in_any_encoding_with_any_line_break() => Prop.ForAll(
        ListText.Generator.Two().NonEmptyListOf().ToArbitrary(),
        Gen.Elements(Encodings).ToArbitrary(),
        Gen.Elements(LineEnds).NonEmptyListOf().ToArbitrary(),
        (rows, encoding, ends) =>
        {
            var text = new StringBuilder("path,note" + ends[0]);
            for (var i = 0; i < rows.Count; i++)
            {
                text.Append(Quoted($"p{i}{rows[i].Item1}.")).Append(',').Append(Quoted(rows[i].Item2)).Append(ends[i % ends.Count]);
            }

            return Read("a.csv", encoding, text.ToString()).Select(static e => (e.Fault, e.Text, e.Metadata["note"]))
                .SequenceEqual(rows.Select(static (row, i) => ((string?)null, $"p{i}{row.Item1}.", row.Item2)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void JSON_lines_round_trip_in_any_encoding_with_any_line_break() => Prop.ForAll(
        ListText.Generator.NonEmptyListOf().ToArbitrary(),
        Gen.Elements(Encodings).ToArbitrary(),
        Gen.Elements(LineEnds).NonEmptyListOf().ToArbitrary(),
        (notes, encoding, ends) =>
        {
            var lines = notes.Select((note, i) => JsonSerializer.Serialize(Metadata.Create(("path", "p"), ("note", note))) + ends[i % ends.Count]);
            return Read("a.jsonl", encoding, string.Concat(lines)).Select(static e => e.Metadata["note"]).SequenceEqual(notes, StringComparer.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_list_reads_alike_in_every_encoding_with_any_line_break()
    {
        foreach (var encoding in Encodings)
        {
            Read("a.txt", encoding, "é.mp4\r# no\r\n視/𝄞.mp4\n\n\rlast.mp4").Select(static e => (e.Line, e.Text))
                .ShouldBe([(1, "é.mp4"), (3, "視/𝄞.mp4"), (6, "last.mp4")]);
        }
    }

    [Theory]
    [InlineData("a.csv", "path,caption\na.mp4,caf\u00e9\nb.mp4,plain\n")]
    [InlineData("a.csv", "path,caption\ra.mp4,\"\u00e9\r\"\rb.mp4,plain\r")]
    [InlineData("a.jsonl", "{\"path\":\"c.mp4\"}\n{\"path\":\"a.mp4\",\"caption\":\"\u00e9\"}\n{\"path\":\"b.mp4\"}")]
    [InlineData("a.txt", "c.mp4\ncaf\u00e9.mp4\nb.mp4\n")]
    public void A_line_that_is_not_UTF_8_fails_with_its_number_and_other_lines_are_used(string name, string text)
    {
        var entries = Read(name, Encoding.Latin1, text);
        var bad = entries.Single(static e => e.Fault is not null);
        (bad.Code, bad.Line).ShouldBe(("bad_input", 2));
        bad.Fault.ShouldNotBeNull().ShouldContain("line 2 holds bytes that are not UTF-8");
        entries[^1].Text.ShouldBe("b.mp4");
        entries.ShouldAllBe(static e => !e.Text.Contains('\uFFFD') && e.Metadata.Values.All(static v => !v.Contains('\uFFFD')));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Invalid_bytes_are_refused_in_every_list_format(string kind)
    {
        byte[][] bad = [[0], [0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]];
        foreach (var bytes in bad)
        {
            var (before, after) = kind switch
            {
                ".csv" => ("path,note\n", ",x\nlast.mp4,x\n"),
                ".jsonl" => ("{\"path\":\"first.mp4\"}\n{\"path\":\"", "\"}\n{\"path\":\"last.mp4\"}\n"),
                _ => ("first.mp4\n", "\nlast.mp4\n"),
            };
            File.WriteAllBytes(_folder["a" + kind], [.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)]);
            var entries = ListFile.Read(_folder["a" + kind]).ToList();
            entries.Single(static e => e.Fault is not null).Line.ShouldBe(2, Convert.ToHexString(bytes));
            entries[^1].Text.ShouldBe("last.mp4");
        }
    }

    [Fact]
    public void An_unpaired_surrogate_in_UTF_16_or_a_JSON_escape_is_refused()
    {
        byte[] half = [0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8, 0x0a, 0x00, 0x62, 0x00];
        File.WriteAllBytes(_folder["a.txt"], half);
        ListFile.Read(_folder["a.txt"]).Select(static e => (e.Line, e.Fault is null)).ShouldBe([(1, false), (2, true)]);
        foreach (var line in new[] { """{"path":"a\ud800.mp4"}""", """{"path":"a.mp4","note":"\udc00"}""", """{"path":"a.mp4","\ud83d":"x"}""" })
        {
            var entries = Read("a.jsonl", Encodings[0], line + "\n" + """{"path":"b.mp4","note":"\ud83d\ude00"}""");
            (entries[0].Code, entries[0].Line, entries[0].Fault is null).ShouldBe(("bad_input", 1, false));
            entries[1].Metadata["note"].ShouldBe("😀");
        }
    }

    [Fact]
    public void UTF_16_without_a_byte_order_mark_is_refused_with_advice() =>
        Read("a.txt", new UnicodeEncoding(bigEndian: false, byteOrderMark: false), "a.mp4\nb.mp4\n")[0].Fault.ShouldNotBeNull().ShouldContain("byte order mark");

    [Theory]
    [InlineData("a.txt", "")]
    [InlineData("a.txt", "# only\n\n  # comments\r")]
    [InlineData("a.csv", "")]
    [InlineData("a.csv", "path,caption")]
    [InlineData("a.csv", "path,caption\r\r\n\n")]
    [InlineData("a.jsonl", "")]
    [InlineData("a.jsonl", "\n \r\n\r")]
    public void A_list_without_an_input_is_one_fault(string name, string text)
    {
        foreach (var encoding in Encodings)
        {
            var entry = Read(name, encoding, text).ShouldHaveSingleItem();
            entry.Code.ShouldBe("bad_input");
            entry.Fault.ShouldNotBeNull().ShouldContain("names no input");
        }
    }

    [Fact]
    public void A_table_with_CR_line_breaks_gives_its_rows() => ListFile.Read(TestCases.Path("17-csv-cr-line-ends", "cr.csv"))
        .Select(static e => (e.Text, e.Metadata["caption"])).ShouldBe([("a.mp4", "x"), ("d.mp4", "y")]);

    [Fact]
    public void A_table_in_Latin_1_fails_with_the_line_number() =>
        ListFile.Read(TestCases.Path("18-list-not-utf8", "latin1.csv")).Where(static e => e.Fault is not null).ShouldHaveSingleItem().Code.ShouldBe(FetchCodes.BadInput);

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private List<ListEntry> Read(string name, Encoding encoding, string text)
    {
        File.WriteAllBytes(_folder[name], [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
        return [.. ListFile.Read(_folder[name])];
    }
}
