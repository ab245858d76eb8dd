using Reelmill.Core.Reporting;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Export;

/// <summary>The columns of a Parquet file: the columns of CSV under the same names, then the input's metadata, then the split.</summary>
internal static class ParquetColumns
{
    public static ParquetColumn[] Create(bool includeSplit) =>
    [
        .. ManifestColumns(), .. ScoreColumns(), .. InputColumns(), .. includeSplit ? [new TextColumn("split", static r => r.Split)] : Array.Empty<ParquetColumn>(),
    ];

    private static IEnumerable<ParquetColumn> ManifestColumns() =>
    [
        new TextColumn("video", static r => r.Entry.Frame.Video),
        new TextColumn("source", static r => DisplayText.RedactUrl(r.Entry.Source)),
        new ValueColumn<long>("timeMs", static r => r.Entry.Frame.TimeMs),
        new ValueColumn<bool>("kept", static r => r.Entry.Frame.Kept),
        new TextColumn("rule", static r => r.Entry.Frame.Rule),
        new OptionalColumn<double>("score", static r => r.Entry.Frame.Score),
        new OptionalColumn<double>("threshold", static r => r.Entry.Frame.Threshold),
        new TextColumn("twin", static r => r.Entry.Frame.DuplicateOf),
        new TextColumn("hash", static r => FrameJson.HashText(r.Entry.Frame.Hash)),
        new TextColumn("path", static r => r.Entry.Frame.Path),
        new TextColumn("sha256", static r => r.Entry.Frame.Sha256),
    ];

    private static IEnumerable<ParquetColumn> ScoreColumns() =>
    [
        new ValueColumn<int>("width", static r => r.Entry.Frame.Width),
        new ValueColumn<int>("height", static r => r.Entry.Frame.Height),
        new ValueColumn<double>("sharpness", static r => r.Entry.Frame.Sharpness),
        new ValueColumn<double>("dark", static r => r.Entry.Frame.Dark),
        new ValueColumn<double>("bright", static r => r.Entry.Frame.Bright),
        new ValueColumn<double>("mean", static r => r.Entry.Frame.Mean),
        new ValueColumn<double>("contrast", static r => r.Entry.Frame.Contrast),
        new ValueColumn<double>("information", static r => r.Entry.Frame.Information),
        new OptionalColumn<double>("motion", static r => r.Entry.Frame.Motion),
        new OptionalColumn<long>("bytes", static r => r.Entry.Frame.Bytes),
        new TextColumn("detections", static r => r.Entry.Frame.Detections),
        new TextColumn("values", static r => r.Entry.Frame.ShownValues?.ToString()),
    ];

    private static IEnumerable<ParquetColumn> InputColumns() =>
    [
        new TextColumn("inputTitle", static r => r.Input.Title),
        new OptionalColumn<double>("inputDurationSeconds", static r => r.Input.DurationSeconds),
        new TextColumn("inputCodec", static r => r.Input.Codec),
        new OptionalColumn<long>("inputBytes", static r => r.Input.Bytes),
        new TextColumn("inputLicense", static r => r.Input.License),
    ];
}
