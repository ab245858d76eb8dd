using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelmill.Media.Ffmpeg;

/// <summary>A frame as the showinfo filter of ffmpeg describes it on stderr, right before the pixels of the frame on stdout.</summary>
/// <param name="Pts">The presentation time, in units of the time base.</param>
/// <param name="Width">The width, in pixels.</param>
/// <param name="Height">The height, in pixels.</param>
/// <param name="FullRange">Whether the pixel format is full range (yuvj).</param>
internal readonly partial record struct FrameHeader(long Pts, int Width, int Height, bool FullRange)
{
    /// <summary>Parses a line of stderr, in which another message may precede the header; null when the line has no header.</summary>
    public static FrameHeader? Parse(string line)
    {
        // Most lines are other messages, and the regular expression is expensive.
        if (!line.Contains(" pts:", StringComparison.Ordinal))
        {
            return null;
        }

        var match = FrameLine().Match(line);
        return match.Success
            ? new FrameHeader(
                long.Parse(match.Groups["pts"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["width"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["height"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                match.Groups["format"].ValueSpan.StartsWith("yuvj", StringComparison.Ordinal))
            : null;
    }

    /// <summary>Parses the line in which the filter reports its time base; null for other lines.</summary>
    public static Formats.Rational? ParseTimeBase(string line)
    {
        if (!line.Contains("config in time_base", StringComparison.Ordinal))
        {
            return null;
        }

        var match = TimeBaseLine().Match(line);
        return match.Success
            ? new Formats.Rational(
                long.Parse(match.Groups["num"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                long.Parse(match.Groups["den"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"n: *\d+ pts: *(?<pts>-?\d+) .*fmt:(?<format>\w+) .*s:(?<width>\d+)x(?<height>\d+) ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrameLine();

    [GeneratedRegex(@"config in time_base: (?<num>\d+)/(?<den>\d+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeBaseLine();
}
