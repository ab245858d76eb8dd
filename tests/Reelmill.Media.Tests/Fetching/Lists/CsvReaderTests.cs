using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Tests.Fetching.Lists;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n")]
    [InlineData("a,b\r\nc,d\r\n")]
    [InlineData("a,b\nc,d")]
    [InlineData("a,b\r\n\r\n\nc,d\r\n\r\n")]
    [InlineData("\"a\",\"b\"\r\n\"c\",d")]
    [InlineData("a,b\rc,d\r")]
    [InlineData("a,b\r\r\nc,d\n\r")]
    [InlineData("\"a\",\"b\"\r\"c\",\"d\"")]
    public void Rows_end_with_any_line_break_or_the_end_of_the_file(string text) =>
        Fields(text).ShouldBe([["a", "b"], ["c", "d"]]);

    [Fact]
    public void Quoted_fields_keep_commas_quotes_and_line_breaks() =>
        Fields("\"a,b\",\"say \"\"hi\"\"\",\"1\r\n2\n3\"\n").ShouldBe([["a,b", "say \"hi\"", "1\r\n2\n3"]]);

    [Fact]
    public void Empty_fields_are_fields() => Fields(",\n\"\"\na,,\n").ShouldBe([["", ""], [""], ["a", "", ""]]);

    [Fact]
    public void Text_after_a_closing_quote_invalidates_only_its_row()
    {
        var rows = Read("\"a\"b,c\nd,e\n");
        rows[0].Fault.ShouldNotBeNull().ShouldContain("closing quote");
        rows[1].Fields.ShouldBe(["d", "e"]);
    }

    [Fact]
    public void An_unclosed_quote_is_a_fault_of_the_row_that_opens_it()
    {
        var rows = Read("a\nb,\"c\nd\n");
        rows.Count.ShouldBe(2);
        rows[1].Fault.ShouldNotBeNull().ShouldContain("never closed");
        rows[1].Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void An_unclosed_quote_is_reported_with_its_line(string end) =>
        Read($"a,b{end}\"1{end}2\",\"c{end}d{end}")[^1].Line.ShouldBe(3);

    [Fact]
    public void A_quote_unclosed_for_a_megabyte_ends_the_table()
    {
        var rows = Read("a\n\"" + string.Concat(Enumerable.Repeat("b\n", 1 << 20)));
        rows.Count.ShouldBe(2);
        rows[1].Line.ShouldBe(2);
        rows[1].Fault.ShouldNotBeNull().ShouldContain("not read");
    }

    [Fact]
    public void A_row_longer_than_a_megabyte_fails_and_the_next_is_read()
    {
        var rows = Read(new string('a', 3 << 20) + "\nb\n" + new string(',', 3 << 20) + "\nc\n");
        rows.Select(row => row.Fault is null).ShouldBe([false, true, false, true]);
    }

    [Fact]
    public void Rows_have_their_line_number() =>
        Read("a\n\n\"b\nc\"\nd\n").Select(row => row.Line).ShouldBe([1, 3, 5]);

    [Fact]
    public void Lines_are_counted_alike_with_any_line_break() =>
        Read("a\r\r\"b\rc\"\r\nd\n\re\n").Select(row => row.Line).ShouldBe([1, 3, 5, 7]);

    [Fact]
    public void Quoted_fields_round_trip()
    {
        var rows = ListText.Generator.NonEmptyListOf().NonEmptyListOf();
        Prop.ForAll(
            rows.ToArbitrary(),
            written => Fields(string.Join("\r\n", written.Select(Quoted))).SequenceEqual(written, new RowComparer())).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_read_to_its_end_without_an_exception() => Prop.ForAll(
        Gen.Elements('a', ',', '"', '\r', '\n', ' ').ListOf().ToArbitrary(),
        text => Read(string.Concat(text)).Count <= text.Count + 1).QuickCheckThrowOnFailure();

    private static string Quoted(IEnumerable<string> row) =>
        string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static List<CsvRow> Read(string text) => [.. new CsvReader(new CharSource(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Read()];

    private static IEnumerable<IReadOnlyList<string>> Fields(string text) => Read(text).Select(row => row.Fields);

    private sealed class RowComparer : IEqualityComparer<IEnumerable<string>>
    {
        public bool Equals(IEnumerable<string>? x, IEnumerable<string>? y) => x!.SequenceEqual(y!, StringComparer.Ordinal);

        public int GetHashCode(IEnumerable<string> row) => 0;
    }
}
