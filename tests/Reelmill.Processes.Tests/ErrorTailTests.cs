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
    public void The_tail_holds_the_last_16_KiB_whatever_the_size_of_the_writes(int writeSize)
    {
        var all = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"{i},")));
        var tail = new ErrorTail();

        foreach (var chunk in all.Chunk(writeSize))
        {
            tail.Append(chunk);
        }

        tail.ToString().ShouldBe(Encoding.UTF8.GetString(all[^ErrorTail.Capacity..]));
    }

    [Fact]
    public void A_short_output_is_kept_whole()
    {
        var tail = new ErrorTail();
        tail.Append("moov atom not found"u8);

        tail.ToString().ShouldBe("moov atom not found");
    }

    [Fact]
    public void Lines_end_at_a_line_feed_or_carriage_return_and_empty_lines_are_skipped()
    {
        List<string> lines = [];
        var splitter = new LineSplitter(lines.Add);

        splitter.Append("frame=1\rframe="u8);
        splitter.Append("2\r\n\nend"u8);
        splitter.Flush();

        lines.ShouldBe(["frame=1", "frame=2", "end"]);
    }
}
