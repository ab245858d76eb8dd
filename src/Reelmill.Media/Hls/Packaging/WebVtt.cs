using System.Globalization;
using System.Text;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>A WebVTT cue.</summary>
/// <param name="Start">The start in seconds.</param>
/// <param name="End">The end in seconds.</param>
/// <param name="Text">The timing line and the text, as in the file.</param>
internal sealed record Cue(double Start, double End, string Text);

/// <summary>Reads and writes the subset of WebVTT that splitting needs.</summary>
internal static class WebVtt
{
    private const string Arrow = " --> ";

    /// <summary>Parses the cues; blocks without a timing line (notes, styles, the header) are left out.</summary>
    public static IReadOnlyList<Cue> Parse(string text)
    {
        var cues = new List<Cue>();
        foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Trim('\n').Split('\n');
            var timing = Array.FindIndex(lines, static l => l.Contains(Arrow, StringComparison.Ordinal));
            if (timing >= 0 && ParseTimes(lines[timing]) is var (start, end) && end > start)
            {
                cues.Add(new Cue(start, end, string.Join('\n', lines[timing..])));
            }
        }

        return cues;
    }

    /// <summary>Writes a segment.</summary>
    /// <param name="cues">The cues, on the encoder's timeline.</param>
    /// <param name="origin">The timestamp of the 90 kHz clock at which the stream begins.</param>
    /// <param name="start">The start of the stream, in seconds of the encoder's timeline.</param>
    public static string Write(IEnumerable<Cue> cues, long origin, double start)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{origin},LOCAL:{TimeSpan.FromMilliseconds(Math.Round(start * 1000)):hh\\:mm\\:ss\\.fff}\n");
        foreach (var cue in cues)
        {
            text.Append('\n').Append(cue.Text).Append('\n');
        }

        return text.ToString();
    }

    private static (double Start, double End)? ParseTimes(string line)
    {
        var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
        var end = line[(arrow + Arrow.Length)..].Split(' ', 2)[0];
        return ParseSeconds(line[..arrow].Trim()) is { } from && ParseSeconds(end) is { } to ? (from, to) : null;
    }

    /// <summary>Parses <c>00:01.500</c> or <c>1:00:01.500</c>.</summary>
    private static double? ParseSeconds(string text)
    {
        var seconds = 0.0;
        foreach (var part in text.Split(':'))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            seconds = (seconds * 60) + number;
        }

        return seconds;
    }
}
