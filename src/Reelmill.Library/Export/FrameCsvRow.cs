using System.Buffers;
using System.Globalization;
using System.Text;
using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>A frame as a row of RFC 4180.</summary>
internal static class FrameCsvRow
{
    private const string Columns =
        "video,source,timeMs,kept,rule,score,threshold,twin,hash,path,sha256,"
        + "width,height,sharpness,dark,bright,mean,contrast,information,motion,bytes,detections,values";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static string HeaderOf(bool split) => split ? Columns + ",split" : Columns;

    public static void Append(StringBuilder text, FrameEntry entry, string? split = null)
    {
        var frame = entry.Frame;
        ReadOnlySpan<string?> fields =
        [
            frame.Video, Inert(DisplayText.RedactUrl(entry.Source)), Text(frame.TimeMs), frame.Kept ? "true" : "false", frame.Rule,
            Text(frame.Score), Text(frame.Threshold), frame.DuplicateOf, FrameJson.HashText(frame.Hash), frame.Path, frame.Sha256,
            Text(frame.Width), Text(frame.Height), Text(frame.Sharpness), Text(frame.Dark), Text(frame.Bright),
            Text(frame.Mean), Text(frame.Contrast), Text(frame.Information), Text(frame.Motion), Text(frame.Bytes), frame.Detections, frame.ShownValues?.ToString(),
        ];
        for (var i = 0; i < fields.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Quote(fields[i] ?? ""));
        }

        text.Append(split is null ? "" : ",").Append(split).Append("\r\n");
    }

    /// <summary>A field as it stands in a row: quoted when it must be.</summary>
    public static string Quote(string field) => field.AsSpan().ContainsAny(Special)
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;

    /// <summary>A text that no spreadsheet takes for a formula.</summary>
    public static string Inert(string field) => field is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] ? $"'{field}" : field;

    private static string? Text(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
