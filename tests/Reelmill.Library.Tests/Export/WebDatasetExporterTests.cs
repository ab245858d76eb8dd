using System.Formats.Tar;
using Reelmill.Library.Export;

namespace Reelmill.Library.Tests.Export;

public sealed class WebDatasetExporterTests : ExportFixture
{
    [Fact]
    public async Task A_shard_contains_the_kept_frames_in_order_each_with_its_record()
    {
        await AddVideoAsync("b", kept: 1);
        await AddVideoAsync("a", kept: 2);

        var result = await WebDatasetExporter.ExportAsync(Catalog, Output);

        result.Frames.ShouldBe(3);
        result.Files.ShouldBe([Path.Combine(Output, "shard-000000.tar")]);
        var entries = Read(result.Files[0]);
        entries.Select(e => e.Name).ShouldBe(["a-1000.jpg", "a-1000.json", "a-2000.jpg", "a-2000.json", "b-1000.jpg", "b-1000.json"]);
        entries[0].Content.ShouldBe(new byte[10]);
        System.Text.Encoding.UTF8.GetString(entries[1].Content).ShouldStartWith("""{"video":"a","source":"/a.mp4","timeMs":1000,""");
    }

    [Fact]
    public async Task The_same_content_gives_the_same_bytes()
    {
        await AddVideoAsync("a", kept: 3);
        var first = await File.ReadAllBytesAsync((await WebDatasetExporter.ExportAsync(Catalog, Output)).Files[0]);
        Directory.Delete(Output, recursive: true);
        Clock.Advance(TimeSpan.FromDays(1));

        var second = await File.ReadAllBytesAsync((await WebDatasetExporter.ExportAsync(Catalog, Output)).Files[0]);

        second.ShouldBe(first);
    }

    [Fact]
    public async Task Shards_are_limited_by_samples()
    {
        await AddVideoAsync("a", kept: 5);

        var result = await WebDatasetExporter.ExportAsync(Catalog, Output, new() { SamplesPerShard = 2 });

        result.Files.Select(f => Read(f).Count / 2).ShouldBe([2, 2, 1]);
    }

    [Fact]
    public async Task Shards_are_limited_by_bytes_and_a_larger_sample_gets_its_own_shard()
    {
        await AddVideoAsync("a", kept: 4, bytes: 10_000);
        await AddVideoAsync("b", kept: 1, bytes: 100_000);

        var result = await WebDatasetExporter.ExportAsync(Catalog, Output, new() { BytesPerShard = 25_000 });

        result.Files.Select(f => Read(f).Count / 2).ShouldBe([2, 2, 1]);
    }

    [Fact]
    public async Task Each_split_has_its_own_shards_and_each_video_is_in_one_split()
    {
        var plan = SplitPlan.Parse("train=0.5,test=0.5", seed: 1);
        string[] videos = ["a", "b", "c", "d", "e", "f"];
        foreach (var video in videos)
        {
            await AddVideoAsync(video, kept: 2);
        }

        var result = await WebDatasetExporter.ExportAsync(Catalog, Output, new() { SamplesPerShard = 3, Split = plan });

        foreach (var split in plan.Names)
        {
            var shards = result.Files.Where(f => Path.GetFileName(f).StartsWith($"shard-{split}-", StringComparison.Ordinal)).SelectMany(f => Read(f)).ToArray();
            shards.Select(static e => e.Name[0]).Distinct().ShouldBe(videos.Where(v => plan.GetSplit(v) == split).Select(static v => v[0]));
        }

        await WebDatasetExporter.ExportAsync(Catalog, Output);
        Directory.GetFiles(Output).ShouldAllBe(static f => !f.Contains("train"));
    }

    [Fact]
    public async Task An_older_export_is_replaced_completely()
    {
        await AddVideoAsync("a", kept: 5);
        await WebDatasetExporter.ExportAsync(Catalog, Output, new() { SamplesPerShard = 1 });

        var result = await WebDatasetExporter.ExportAsync(Catalog, Output);

        Directory.GetFiles(Output).ShouldBe(result.Files);
        Directory.GetFileSystemEntries(Folder.Path, ".*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_with_other_files_is_refused()
    {
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(Path.Combine(Output, "thesis.doc"), "years of work");

        (await Should.ThrowAsync<LibraryException>(() => WebDatasetExporter.ExportAsync(Catalog, Output))).Code.ShouldBe("output_not_ours");

        Directory.GetFiles(Output).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_file_stops_the_export_before_the_folder_appears()
    {
        await AddVideoAsync("a", kept: 2);
        File.Delete(Folder["frames", "a", "2000.jpg"]);

        (await Should.ThrowAsync<LibraryException>(() => WebDatasetExporter.ExportAsync(Catalog, Output))).Code.ShouldBe("artifact_missing");

        Directory.Exists(Output).ShouldBeFalse();
        Directory.GetFileSystemEntries(Folder.Path, ".*.tmp").ShouldBeEmpty();
    }

    private static List<(string Name, byte[] Content)> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var tar = new TarReader(stream);
        var entries = new List<(string, byte[])>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream!.CopyTo(content);
            entries.Add((entry.Name, content.ToArray()));
            entry.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
        }

        return entries;
    }
}
