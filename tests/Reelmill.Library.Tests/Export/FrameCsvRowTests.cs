using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Reelmill.Library.Catalog;
using Reelmill.Library.Export;

namespace Reelmill.Library.Tests.Export;

public sealed class FrameCsvRowTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void A_field_is_quoted_only_where_necessary(string field, string expected) => FrameCsvRow.Quote(field).ShouldBe(expected);

    [Fact]
    public void Any_fields_survive_a_parser_of_RFC_4180() => Prop
        .ForAll<NonNull<string>, NonNull<string>>((source, rule) =>
        {
            const string Found = """{"model":"m","covered":0,"found":[]}""";
            var values = new FrameValues([new("said", "a,\"b\"\n"), new("red", 0.1)]);
            var entry = new FrameEntry("/" + source.Get, Samples.Frame("v", 0) with { Rule = rule.Get, Detections = Found, Values = values });
            var text = new StringBuilder();
            FrameCsvRow.Append(text, entry);
            var rows = Parse(text.ToString());
            return rows.Count == 1 && rows[0].Count == 23 && rows[0][1] == "/" + source.Get && rows[0][4] == rule.Get && rows[0][21] == Found && rows[0][22] == values.ToString();
        })
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("/a=b", "/a=b")]
    [InlineData("https://h/a?t=s3cret", "https://h/a?...")]
    public void A_source_contains_no_formula_and_no_secret(string source, string field)
    {
        var text = new StringBuilder();
        FrameCsvRow.Append(text, new FrameEntry(source, Samples.Frame("v", 0)));
        Parse(text.ToString())[0][1].ShouldBe(field);
    }

    [Fact]
    public void The_header_has_a_name_for_every_field() => Parse(FrameCsvRow.GetHeader(includeSplit: true) + "\r\n")[0].Count.ShouldBe(24);

    /// <summary>An independent parser, written from the grammar of RFC 4180.</summary>
    private static List<List<string>> Parse(string text)
    {
        var rows = new List<List<string>>();
        for (var at = 0; at < text.Length;)
        {
            var row = new List<string>();
            do
            {
                row.Add(text[at] == '"' ? ReadQuoted(text, ref at) : ReadPlain(text, ref at));
            }
            while (text[at++] == ',');

            at++;
            rows.Add(row);
        }

        return rows;
    }

    private static string ReadPlain(string text, ref int at)
    {
        var start = at;
        at = text.IndexOfAny([',', '\r'], start);
        return text[start..at];
    }

    private static string ReadQuoted(string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; text[at] != '"' || text[at + 1] == '"'; at++)
        {
            field.Append(text[at]);
            at += text[at] == '"' ? 1 : 0;
        }

        at++;
        return field.ToString();
    }
}
