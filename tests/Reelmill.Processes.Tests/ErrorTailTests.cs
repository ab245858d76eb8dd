using System.Text;

namespace Reelmill.Processes.Tests;

public sealed class ErrorTailTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(16384)]
    [InlineData(40000)]
    public void The_tail_is_the_end_of_what_was_appended_in_whatever_pieces(int piece)
    {
        var all = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"{i},")));
        var tail = new ErrorTail();

        foreach (var chunk in all.Chunk(piece))
        {
            tail.Append(chunk);
        }

        tail.ToString().ShouldBe(Encoding.UTF8.GetString(all[^ErrorTail.Capacity..]));
    }

    [Fact]
    public void A_short_tail_is_all_there_is()
    {
        var tail = new ErrorTail();
        tail.Append("moov atom not found"u8);

        tail.ToString().ShouldBe("moov atom not found");
    }

    [Fact]
    public void Lines_end_at_line_feeds_and_carriage_returns_and_empty_ones_are_nothing()
    {
        List<string> lines = [];
        var splitter = new LineSplitter(lines.Add);

        splitter.Append("frame=1\rframe="u8);
        splitter.Append("2\r\n\nend"u8);
        splitter.Flush();

        lines.ShouldBe(["frame=1", "frame=2", "end"]);
    }
}
