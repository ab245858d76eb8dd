using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelmill.Media.Ffmpeg;

/// <summary>What ffmpeg's showinfo filter says about a frame on stderr, just before the frame's pixels on stdout.</summary>
/// <param name="Pts">The presentation time, in units of the time base.</param>
/// <param name="Width">The width, in pixels.</param>
/// <param name="Height">The height, in pixels.</param>
/// <param name="FullRange">Whether the pixel format says full range.</param>
internal readonly partial record struct FrameHeader(long Pts, int Width, int Height, bool FullRange)
{
    /// <summary>Reads a line of stderr; another message may have been written in front of it.</summary>
    public static FrameHeader? Parse(string line)
    {
        // Nearly every line is some other message, and the expression is not cheap.
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

    /// <summary>Reads the line in which the filter tells its time base; null when the line is another one.</summary>
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
