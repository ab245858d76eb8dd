using System.Globalization;
using Reelmill.Pipelines.Mine;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Reports.Html;

/// <summary>Numbers and names as people read them.</summary>
internal static class Words
{
    private const double Kibi = 1024;

    public static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.#", >= 1 => "0.##", _ => "0.###" }, CultureInfo.InvariantCulture);

    public static string Percent(double share) => share switch
    {
        > 0 and < 0.005 => "<1 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %"),
    };

    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        double size = bytes;
        var unit = 0;
        for (; size >= Kibi && unit < units.Length - 1; unit++)
        {
            size /= Kibi;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {units[unit]}");
    }

    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.MaxValue.TotalSeconds / 2));
        return time.TotalSeconds switch
        {
            < 10 => FormattableString.Invariant($"{time.TotalSeconds:0.##} s"),
            < 60 => FormattableString.Invariant($"{time.TotalSeconds:0.#} s"),
            < 3600 => FormattableString.Invariant($"{time.Minutes} min {time.Seconds} s"),
            _ => FormattableString.Invariant($"{(long)time.TotalHours} h {time.Minutes} min"),
        };
    }

    /// <summary>A place in a video: <c>1:02:03.5</c>.</summary>
    public static string Timecode(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        var fraction = milliseconds % 1000 == 0 ? string.Empty : time.ToString(@"\.FFF", CultureInfo.InvariantCulture);
        return time.TotalHours >= 1
            ? FormattableString.Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}{fraction}")
            : FormattableString.Invariant($"{time.Minutes}:{time.Seconds:00}{fraction}");
    }

    public static string Date(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>1 frame</c>, <c>2 frames</c>.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? string.Empty : "s")}");

    /// <summary>A rule in words; one that is not known is shown by its name.</summary>
    public static string Rule(string? rule) => rule switch
    {
        null => "kept",
        QualityRules.TooDark => "too dark",
        QualityRules.TooBright => "too bright",
        QualityRules.Flat => "flat",
        QualityRules.Blurred => "blurred",
        Rules.DuplicateInVideo => "duplicate in video",
        Rules.DuplicateAcrossVideos => "duplicate across videos",
        Rules.ClassMissing => "class missing",
        _ => rule.Replace('_', ' '),
    };

    /// <summary>The class that colours a rule.</summary>
    public static string RuleClass(string? rule) => rule switch
    {
        null => "kept",
        QualityRules.TooDark => "dark",
        QualityRules.TooBright => "bright",
        QualityRules.Flat => "flat",
        QualityRules.Blurred => "blurred",
        Rules.DuplicateInVideo => "twin",
        Rules.DuplicateAcrossVideos => "cross",
        _ => "other",
    };
}
