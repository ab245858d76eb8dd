using System.Formats.Tar;
using System.Text.Json;
using Reelmill.Cli.Tests.Mining;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Reading;

public sealed class ExportTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    [Fact]
    public async Task Csv_has_a_header_and_a_row_for_every_frame()
    {
        await MineAsync(0, clips.Folder);

        var exported = await ExportAsync("csv", Temp["frames.csv"]);

        var rows = await File.ReadAllLinesAsync(Temp["frames.csv"]);
        rows[0].ShouldStartWith("video,source,timeMs,kept,rule,score,threshold,twin,hash,path,sha256,");
        rows.Length.ShouldBe(Library.Frames().Count + 1);
        JsonNames.Of(exported).ShouldBe(["format", "path", "frames", "skipped", "files"]);
        exported.Number("frames").ShouldBe(Library.Frames().Count);
    }

    [Fact]
    public async Task Json_lines_have_the_manifest_s_keys_and_all_scores()
    {
        await MineAsync(0, clips.Folder);

        await ExportAsync("jsonl", Temp["frames.jsonl"]);

        var exported = await File.ReadAllLinesAsync(Temp["frames.jsonl"]);
        var manifest = await File.ReadAllLinesAsync(Library.Manifest);
        exported.Zip(manifest).ShouldAllBe(static p => p.First.StartsWith(p.Second.TrimEnd('}'), StringComparison.Ordinal));
        JsonNames.Of(JsonDocument.Parse(exported[0]).RootElement)[11..].ShouldBe(
            ["width", "height", "sharpness", "dark", "bright", "mean", "contrast", "information", "motion", "bytes"]);
    }

    [Fact]
    public async Task Kept_only_leaves_the_dropped_frames_out()
    {
        await MineAsync(0, clips.Folder);

        await ExportAsync("jsonl", Temp["frames.jsonl"], "--kept-only");

        (await File.ReadAllLinesAsync(Temp["frames.jsonl"])).Select(static l => ManifestFrame.Parse(l).Id)
            .ShouldBe(Library.Frames().Where(static f => f.Kept).Select(static f => f.Id));
    }

    [Fact]
    public async Task Web_dataset_shards_hold_each_kept_frame_and_its_record()
    {
        await MineAsync(0, clips.Folder);

        var exported = await ExportAsync("webdataset", Temp["shards"], "--samples-per-shard", "4");

        var kept = Library.Frames().Where(static f => f.Kept).ToArray();
        exported.GetProperty("files").GetArrayLength().ShouldBe((kept.Length + 3) / 4);
        var entries = Directory.GetFiles(Temp["shards"]).Order(StringComparer.Ordinal).SelectMany(Entries).ToArray();
        entries.Select(static e => e.Name).ShouldBe(kept.SelectMany(static f => new[] { $"{f.Video}-{f.TimeMs}.jpg", $"{f.Video}-{f.TimeMs}.json" }));
        entries[0].Bytes.ShouldBe(await File.ReadAllBytesAsync(Temp["library", kept[0].Path!]));
    }

    [Fact]
    public async Task The_same_export_twice_gives_the_same_bytes()
    {
        await MineAsync(0, clips.Folder);

        await ExportAsync("webdataset", Temp["one"]);
        await ExportAsync("webdataset", Temp["two"]);

        (await File.ReadAllBytesAsync(Temp["one", "shard-000000.tar"])).ShouldBe(await File.ReadAllBytesAsync(Temp["two", "shard-000000.tar"]));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Entries(string shard)
    {
        using var reader = new TarReader(File.OpenRead(shard));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            yield return (entry.Name, bytes.ToArray());
        }
    }

    private async Task<JsonElement> ExportAsync(string format, string output, params string[] more) => (await CommandLine.ExpectAsync(
        0, ["export", "--library", Library.Path, "--format", format, "--output", output, "--json", .. more])).Json();
}
