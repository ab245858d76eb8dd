using System.Globalization;
using System.Text;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>A line of subtitles.</summary>
/// <param name="Start">When it appears, in seconds.</param>
/// <param name="End">When it goes, in seconds.</param>
/// <param name="Text">Its timing line and its text, as they stand in the file.</param>
internal sealed record Cue(double Start, double End, string Text);

/// <summary>Reads and writes WebVTT as far as cutting it needs.</summary>
internal static class WebVtt
{
    private const string Arrow = " --> ";

    /// <summary>Reads the cues; blocks without a timing line (notes, styles, the header) are left out.</summary>
    public static IReadOnlyList<Cue> Parse(string text)
    {
        var cues = new List<Cue>();
        foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Trim('\n').Split('\n');
            var timing = Array.FindIndex(lines, static l => l.Contains(Arrow, StringComparison.Ordinal));
            if (timing >= 0 && Times(lines[timing]) is var (start, end) && end > start)
            {
                cues.Add(new Cue(start, end, string.Join('\n', lines[timing..])));
            }
        }

        return cues;
    }

    /// <summary>Writes a segment.</summary>
    /// <param name="cues">Its cues, in the encoder's times.</param>
    /// <param name="origin">Where the video's clock of 90 kHz stands when the stream begins.</param>
    /// <param name="start">When the stream begins, in the encoder's seconds.</param>
    public static string Write(IEnumerable<Cue> cues, long origin, double start)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{origin},LOCAL:{TimeSpan.FromMilliseconds(Math.Round(start * 1000)):hh\\:mm\\:ss\\.fff}\n");
        foreach (var cue in cues)
        {
            text.Append('\n').Append(cue.Text).Append('\n');
        }

        return text.ToString();
    }

    private static (double Start, double End)? Times(string line)
    {
        var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
        var end = line[(arrow + Arrow.Length)..].Split(' ', 2)[0];
        return Seconds(line[..arrow].Trim()) is { } from && Seconds(end) is { } to ? (from, to) : null;
    }

    /// <summary>Reads <c>00:01.500</c> or <c>1:00:01.500</c>.</summary>
    private static double? Seconds(string text)
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
