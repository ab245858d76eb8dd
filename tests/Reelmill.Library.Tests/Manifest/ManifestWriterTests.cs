using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;
using Reelmill.Library.Tests.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Manifest;

public sealed class ManifestWriterTests : CatalogFixture
{
    private string Manifest => Folder[LibraryLayout.Manifest];

    [Fact]
    public async Task A_line_has_its_keys_in_order_and_readable_names()
    {
        await Catalog.AddDoneAsync(
            "/vidéos/猫 \"1\".mp4",
            "v",
            Samples.Frame("v", 1000, kept: false) with { DuplicateOf = "v/0", Score = 0.1, Threshold = 1e-7, Hash = 0xAB },
            Samples.Frame("v", 0));

        (await ManifestWriter.WriteAsync(Catalog, Manifest)).ShouldBeTrue();

        (await File.ReadAllTextAsync(Manifest)).ShouldBe(
            """
            {"video":"v","source":"/vidéos/猫 \"1\".mp4","timeMs":0,"kept":true,"rule":"kept","score":null,"threshold":null,"twin":null,"hash":"f00d000000000000","path":"frames/v/0.jpg","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}
            {"video":"v","source":"/vidéos/猫 \"1\".mp4","timeMs":1000,"kept":false,"rule":"sharpness","score":0.1,"threshold":1E-07,"twin":"v/0","hash":"00000000000000ab","path":null,"sha256":null}

            """);
        (await File.ReadAllBytesAsync(Manifest))[0].ShouldBe((byte)'{');
    }

    [Fact]
    public async Task The_manifest_does_not_depend_on_the_order_of_processing()
    {
        var random = new Random(7);
        var videos = Enumerable.Range(0, 30).Select(i => $"v{i}").ToArray();
        var manifests = new List<byte[]>();
        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(videos);
            manifests.Add(await WriteManifestAsync(videos, random));
        }

        manifests[1].ShouldBe(manifests[0]);
        manifests[2].ShouldBe(manifests[0]);
        manifests[0].Count(b => b == '\n').ShouldBe(600);
    }

    [Fact]
    public async Task The_manifest_has_done_items_only_and_is_not_rewritten_when_equal()
    {
        await Catalog.AddDoneAsync("/a", "a", Samples.Frame("a", 0));
        (await ManifestWriter.WriteAsync(Catalog, Manifest)).ShouldBeTrue();
        await Catalog.FailAsync(await Catalog.StartAsync("/b"), Samples.Failure);
        (await ManifestWriter.WriteAsync(Catalog, Manifest)).ShouldBeFalse();
        await Catalog.AddDoneAsync("/c", "c", Samples.Frame("c", 0));

        (await ManifestWriter.WriteAsync(Catalog, Manifest)).ShouldBeTrue();

        (await File.ReadAllLinesAsync(Manifest)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_library_has_an_empty_manifest()
    {
        await ManifestWriter.WriteAsync(Catalog, Manifest);

        (await File.ReadAllBytesAsync(Manifest)).ShouldBeEmpty();
    }

    private static async Task<byte[]> WriteManifestAsync(string[] videos, Random random)
    {
        using var folder = new TempFolder();
        await using var catalog = SqliteCatalog.Open(folder.Path);
        foreach (var video in videos)
        {
            FrameRecord[] frames = [.. Enumerable.Range(0, 20).Select(t => Samples.Frame(video, t * 1000, kept: t % 3 != 0))];
            random.Shuffle(frames);
            string[] sources = [$"/{video}/a.mp4", $"/{video}/b.mp4"];
            random.Shuffle(sources);
            await catalog.AddDoneAsync(sources[0], video, frames);
            await catalog.AddDoneAsync(sources[1], video, frames);
        }

        await ManifestWriter.WriteAsync(catalog, folder[LibraryLayout.Manifest]);
        return await File.ReadAllBytesAsync(folder[LibraryLayout.Manifest]);
    }
}
