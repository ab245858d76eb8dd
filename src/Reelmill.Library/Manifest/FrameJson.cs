using System.Globalization;
using System.Text.Json;
using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Manifest;

/// <summary>Writes frames as JSON: the keys of the manifest, and for exports all scores after them.</summary>
/// <remarks>The code writes each key itself, because the order of keys is part of the format and startup must stay fast.</remarks>
internal static class FrameJson
{
    public static void WriteManifestRecord(Utf8JsonWriter json, FrameEntry entry)
    {
        json.WriteStartObject();
        WriteManifestKeys(json, entry);
        WriteValues(json, entry.Frame);
        json.WriteEndObject();
    }

    public static void WriteExportRecord(Utf8JsonWriter json, ExportRow row)
    {
        var frame = row.Entry.Frame;
        json.WriteStartObject();
        WriteManifestKeys(json, row.Entry);
        json.WriteNumber("width", frame.Width);
        json.WriteNumber("height", frame.Height);
        json.WriteNumber("sharpness", frame.Sharpness);
        json.WriteNumber("dark", frame.Dark);
        json.WriteNumber("bright", frame.Bright);
        json.WriteNumber("mean", frame.Mean);
        json.WriteNumber("contrast", frame.Contrast);
        json.WriteNumber("information", frame.Information);
        Write(json, "motion", frame.Motion);
        Write(json, "bytes", frame.Bytes);
        if (frame.Detections is { } detections)
        {
            json.WritePropertyName("detections");
            json.WriteRawValue(detections);
        }

        WriteValues(json, frame);

        if (row.Split is { } split)
        {
            json.WriteString("split", split);
        }

        json.WriteEndObject();
    }

    /// <summary>Formats a perceptual hash as 16 lower-case hexadecimal digits.</summary>
    public static string HashText(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    private static void WriteManifestKeys(Utf8JsonWriter json, FrameEntry entry)
    {
        var frame = entry.Frame;
        json.WriteString("video", frame.Video);
        json.WriteString("source", DisplayText.RedactUrl(entry.Source));
        json.WriteNumber("timeMs", frame.TimeMs);
        json.WriteBoolean("kept", frame.Kept);
        json.WriteString("rule", frame.Rule);
        Write(json, "score", frame.Score);
        Write(json, "threshold", frame.Threshold);
        json.WriteString("twin", frame.DuplicateOf);
        json.WriteString("hash", HashText(frame.Hash));
        json.WriteString("path", frame.Path);
        json.WriteString("sha256", frame.Sha256);
    }

    private static void WriteValues(Utf8JsonWriter json, FrameRecord frame)
    {
        if (frame.ShownValues is { } values)
        {
            json.WritePropertyName("values");
            values.WriteTo(json);
        }
    }

    private static void Write(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
