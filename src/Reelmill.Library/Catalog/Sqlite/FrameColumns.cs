using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Maps rows of the frames table to records, and checks numbers before they are stored.</summary>
internal static class FrameColumns
{
    public const string All =
        """
        video, time_ms, width, height, sharpness, dark, bright, mean, contrast, information,
        motion, hash, kept, rule, score, threshold, twin, path, sha256, bytes, detections, measured
        """;

    /// <summary>Maps a row. The file columns also hold the file of a dropped frame.</summary>
    public static FrameRecord Map(SqliteDataReader row)
    {
        var kept = row.GetInt64(12) != 0;
        var path = row.TextOrNull(17);
        return new FrameRecord
        {
            Video = row.GetString(0),
            TimeMs = row.GetInt64(1),
            Width = row.GetInt32(2),
            Height = row.GetInt32(3),
            Sharpness = row.GetDouble(4),
            Dark = row.GetDouble(5),
            Bright = row.GetDouble(6),
            Mean = row.GetDouble(7),
            Contrast = row.GetDouble(8),
            Information = row.GetDouble(9),
            Motion = row.RealOrNull(10),
            Hash = unchecked((ulong)row.GetInt64(11)),
            Kept = kept,
            Rule = row.TextOrNull(13),
            Score = row.RealOrNull(14),
            Threshold = row.RealOrNull(15),
            DuplicateOf = row.TextOrNull(16),
            Detections = row.TextOrNull(20),
            Values = row.TextOrNull(21) is { } values ? FrameValues.ParseStored(values) : null,
            Path = kept ? path : null,
            Sha256 = kept ? row.TextOrNull(18) : null,
            Bytes = kept ? row.IntegerOrNull(19) : null,
            DroppedFile = kept || path is null ? null : new Artifact(path, row.GetString(18), row.IntegerOrNull(19) ?? 0),
        };
    }

    public static object OrNull(object? value) => value ?? DBNull.Value;

    // SQLite stores NaN as NULL, and JSON has neither NaN nor infinity, so both are refused on input.
    public static void RequireFinite(FrameRecord frame) => RequireFinite(
        frame.Video,
        frame.TimeMs,
        frame.Sharpness, frame.Dark, frame.Bright, frame.Mean, frame.Contrast, frame.Information,
        frame.Motion ?? 0, frame.Score ?? 0, frame.Threshold ?? 0);

    public static void RequireFinite(string video, long timeMs, params ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (!double.IsFinite(number))
            {
                throw new ArgumentException($"Recording the frame {video}/{timeMs}: a score is not a finite number.");
            }
        }
    }
}
