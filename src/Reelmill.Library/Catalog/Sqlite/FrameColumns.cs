using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>A frame as a row and back.</summary>
internal static class FrameColumns
{
    public const string All =
        """
        video, time_ms, width, height, sharpness, dark, bright, mean, contrast, information,
        motion, hash, kept, rule, score, threshold, twin, path, sha256, bytes
        """;

    public static void Bind(SqliteParameterCollection values, FrameRecord frame)
    {
        values[0].Value = frame.Video;
        values[1].Value = frame.TimeMs;
        values[2].Value = frame.Width;
        values[3].Value = frame.Height;
        values[4].Value = Finite(frame.Sharpness, frame);
        values[5].Value = Finite(frame.Dark, frame);
        values[6].Value = Finite(frame.Bright, frame);
        values[7].Value = Finite(frame.Mean, frame);
        values[8].Value = Finite(frame.Contrast, frame);
        values[9].Value = Finite(frame.Information, frame);
        values[10].Value = Finite(frame.Motion, frame);
        values[11].Value = unchecked((long)frame.Hash);
        values[12].Value = frame.Kept;
        values[13].Value = OrNull(frame.Rule);
        values[14].Value = Finite(frame.Score, frame);
        values[15].Value = Finite(frame.Threshold, frame);
        values[16].Value = OrNull(frame.Twin);
        values[17].Value = OrNull(frame.Path);
        values[18].Value = OrNull(frame.Sha256);
        values[19].Value = OrNull(frame.Bytes);
    }

    public static FrameRecord Map(SqliteDataReader row) => new()
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
        Kept = row.GetInt64(12) != 0,
        Rule = row.TextOrNull(13),
        Score = row.RealOrNull(14),
        Threshold = row.RealOrNull(15),
        Twin = row.TextOrNull(16),
        Path = row.TextOrNull(17),
        Sha256 = row.TextOrNull(18),
        Bytes = row.IntegerOrNull(19),
    };

    public static object OrNull(object? value) => value ?? DBNull.Value;

    // SQLite would store NaN as NULL and JSON has no word for either: they are refused where they come from.
    private static object Finite(double? value, FrameRecord frame)
    {
        if (value is { } number && !double.IsFinite(number))
        {
            throw new ArgumentException($"Recording the frame {frame.Video}/{frame.TimeMs}: a number is not finite.");
        }

        return OrNull(value);
    }
}
