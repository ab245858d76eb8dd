using Reelmill.Cli.Display;

namespace Reelmill.Cli.Tests.Display;

public sealed class SafeWriterTests
{
    private const string Hostile = "\u001b]8;;x\u0007\u009b2J\r\u202ehttp://u:s3cret@h/?s3cret";

    private static readonly Action<TextWriter>[] Writes =
    [
        static w => w.Write(Hostile),
        static w => w.WriteLine(Hostile),
        static w => w.Write(Hostile.AsSpan()),
        static w => w.WriteLine(Hostile.AsSpan()),
        static w => w.Write(Hostile.ToCharArray()),
        static w => w.WriteLine(Hostile.ToCharArray()),
        static w => w.Write("{0}", Hostile),
        static w => w.WriteLine("{0}", Hostile),
        static w => w.Write((object)Hostile),
        static w => w.WriteLine((object)Hostile),
        static w => w.Write(new System.Text.StringBuilder(Hostile)),
        static w => w.WriteAsync(Hostile).Wait(),
        static w => w.WriteLineAsync(Hostile).Wait(),
        static w => w.WriteLineAsync(Hostile.AsMemory()).Wait(),
    ];

    public static IEnumerable<object[]> Ways => Enumerable.Range(0, Writes.Length).Select(static i => new object[] { i });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Control_characters_and_secrets_are_escaped_in_every_write_method(int way)
    {
        using var inner = new StringWriter { NewLine = "\n" };
        using var writer = new SafeWriter(inner);
        Writes[way](writer);
        writer.Flush();
        var text = inner.ToString().TrimEnd('\n').Replace("\\u000a", "", StringComparison.Ordinal).Replace(System.Environment.NewLine, "", StringComparison.Ordinal);
        text.ShouldBe("\\u001b]8;;x\\u0007\\u009b2J\\u000d\\u202ehttp://h/?...");
    }

    [Fact]
    public void Single_characters_are_escaped_and_surrogate_pairs_are_kept()
    {
        using var inner = new StringWriter();
        using var writer = new SafeWriter(inner);
        foreach (var c in "a\u001b😀\n")
        {
            writer.Write(c);
        }

        inner.ToString().ShouldBe("a\\u001b😀\n");
    }
}
