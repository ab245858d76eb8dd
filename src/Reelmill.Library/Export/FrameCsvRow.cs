using System.Buffers;
using System.Globalization;
using System.Text;
using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>Formats frames as rows of CSV (RFC 4180).</summary>
internal static class FrameCsvRow
{
    private const string Columns =
        "video,source,timeMs,kept,rule,score,threshold,twin,hash,path,sha256,"
        + "width,height,sharpness,dark,bright,mean,contrast,information,motion,bytes,detections,values";

    private static readonly SearchValues<char> CharactersToQuote = SearchValues.Create(",\"\r\n");

    public static string GetHeader(bool includeSplit) => includeSplit ? Columns + ",split" : Columns;

    public static void Append(StringBuilder text, FrameEntry entry, string? split = null)
    {
        var frame = entry.Frame;
        ReadOnlySpan<string?> fields =
        [
            frame.Video, EscapeFormula(DisplayText.RedactUrl(entry.Source)), Format(frame.TimeMs), frame.Kept ? "true" : "false", frame.Rule,
            Format(frame.Score), Format(frame.Threshold), frame.DuplicateOf, FrameJson.HashText(frame.Hash), frame.Path, frame.Sha256,
            Format(frame.Width), Format(frame.Height), Format(frame.Sharpness), Format(frame.Dark), Format(frame.Bright),
            Format(frame.Mean), Format(frame.Contrast), Format(frame.Information), Format(frame.Motion), Format(frame.Bytes), frame.Detections, frame.ShownValues?.ToString(),
        ];
        for (var i = 0; i < fields.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Quote(fields[i] ?? ""));
        }

        text.Append(split is null ? "" : ",").Append(split).Append("\r\n");
    }

    /// <summary>Quotes a field where RFC 4180 requires it.</summary>
    public static string Quote(string field) => field.AsSpan().ContainsAny(CharactersToQuote)
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;

    /// <summary>Escapes a field that a spreadsheet would evaluate as a formula.</summary>
    public static string EscapeFormula(string field) => field is [('=' or '+' or '-' or '@' or '\t' or '\r'), ..] ? $"'{field}" : field;

    private static string? Format(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Format(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
