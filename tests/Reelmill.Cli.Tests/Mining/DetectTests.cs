using System.Text.Json;
using Reelmill.Cli.Tests.Running;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;

namespace Reelmill.Cli.Tests.Mining;

/// <summary>Detectors run on kept frames. These tests need the models' folder and ONNX Runtime.</summary>
public sealed class DetectTests : MineTest
{
    [Theory]
    [InlineData("woman-and-dog-frisbee-720p.mp4", "person", "dog")]
    [InlineData("phone-white-dog-1080p-vfr.mp4", "dog", "dog")]
    [InlineData("city-bikes-cars-5-shots.mp4", "bicycle", "car")]
    [InlineData("pedestrians-campus-static-camera-80s.avi", "person", "car")]
    public async Task What_a_file_promises_is_found(string file, string one, string other)
    {
        RequireModels();

        await MineAsync(0, TestMedia.Path("video", file), "--keyframes", "--detect", "yolox-nano");

        var labels = (await DetectionsAsync(Library.Path)).SelectMany(static d => d.GetProperty("found").EnumerateArray()).Select(static f => f.GetProperty("label").GetString()).ToArray();
        labels.Contains(one, StringComparer.Ordinal).ShouldBeTrue(one);
        labels.Contains(other, StringComparer.Ordinal).ShouldBeTrue(other);
    }

    [Fact]
    public async Task Frames_without_a_wanted_class_are_dropped_and_decide_leaves_them_dropped()
    {
        RequireModels();
        string[] command = [TestMedia.Path("video", "woman-and-dog-frisbee-720p.mp4"), TestMedia.Path("video", "cockatoo-720p-20fps.mp4"), "--every", "2s", "--detect", "yolox-nano", "--classes", "dog"];
        await MineAsync(0, command);
        var first = Library.Contents();

        await CommandLine.ExpectAsync(0, "decide", "--library", Library.Path);

        Library.Contents().ShouldBe(first);
        Library.Frames().ShouldContain(static f => f.Rule == "class_missing" && f.Source.Contains("cockatoo", StringComparison.Ordinal));
        Library.Frames().ShouldContain(static f => f.Kept && f.Source.Contains("woman-and-dog", StringComparison.Ordinal));
        Library.ShouldBeWhole();

        // One after the other, the same.
        var other = new LibraryFolder(Temp["other"]);
        await CommandLine.ExpectAsync(0, ["mine", .. command, "--library", other.Path, "--quiet", "--sequential"]);
        other.Contents().ShouldBe(first);
    }

    [Fact]
    public async Task Kept_frames_get_embeddings_and_dropped_frames_lose_them()
    {
        var file = TestMedia.Path("video", "nature-shots-crossfades-720p.mp4");
        var run = (await MineAsync(0, file, "--every", "2s", "--embed")).Json();
        var kept = Library.Frames().Count(static f => f.Kept);
        run.GetProperty("collection").Number("count").ShouldBe(kept);

        var stricter = await DecideAsync("quality.min-sharpness=100000");
        stricter.GetProperty("staleCollections").EnumerateArray().Select(static c => c.GetString()).ShouldBe(["frames"]);
        var again = (await MineAsync(0, file, "--every", "2s", "--embed")).Json();

        var left = Library.Frames().Count(static f => f.Kept);
        left.ShouldBeLessThan(kept);
        again.GetProperty("collection").Number("count").ShouldBe(left);

        // And back: those that are taken back get theirs, from the files that were made of them again.
        await DecideAsync("quality.min-sharpness=15");
        var back = (await MineAsync(0, file, "--every", "2s", "--embed")).Json();
        (await DecideAsync("quality.min-sharpness=15")).GetProperty("staleCollections").GetArrayLength().ShouldBe(0);

        back.GetProperty("collection").Number("count").ShouldBe(kept);
        back.GetProperty("stages").EnumerateArray().Single(static s => s.GetProperty("name").GetString() == "infer").Number("in").ShouldBe(kept - left);
        back.GetProperty("stages").EnumerateArray().Single(static s => s.GetProperty("name").GetString() == "frames").Number("in").ShouldBe(0);
    }

    [Fact]
    public async Task Frames_that_decide_keeps_later_get_the_same_detections_as_frames_kept_at_first()
    {
        RequireModels();
        string[] command = [TestMedia.Path("video", "woman-and-dog-frisbee-720p.mp4"), TestMedia.Path("video", "cockatoo-720p-20fps.mp4"), "--every", "2s", "--detect", "yolox-nano", "--classes", "dog"];
        var other = new LibraryFolder(Temp["other"]);
        await CommandLine.ExpectAsync(0, ["mine", .. command, "--library", other.Path, "--quiet"]);
        await MineAsync(0, [.. command, "--set", "quality.min-sharpness=1000000"]);
        (await DetectionsAsync(Library.Path)).ShouldBeEmpty();

        var decided = await DecideAsync("quality.min-sharpness=15");
        var again = await DecideAsync("quality.min-sharpness=15");

        Library.Contents().ShouldBe(other.Contents());
        Library.ShouldBeWhole();
        var expected = (await DetectionsAsync(other.Path)).Select(static d => d.GetRawText()).ToArray();
        (await DetectionsAsync(Library.Path)).Select(static d => d.GetRawText()).ShouldBe(expected);
        decided.Number("looked").ShouldBe(expected.Length);
        again.Number("looked").ShouldBe(0);
    }

    [Fact]
    public async Task A_frame_that_the_detector_cannot_read_is_named()
    {
        RequireModels();
        var clip = Temp["clip.mp4"];
        File.Copy(TestMedia.Path("video", "woman-and-dog-frisbee-720p.mp4"), clip);
        await MineAsync(0, clip, "--every", "2s", "--detect", "yolox-nano", "--set", "quality.min-sharpness=1000000");
        File.Delete(clip);

        var decided = (await CommandLine.ExpectAsync(1, "decide", "--library", Library.Path, "--json", "--set", "quality.min-sharpness=15")).Json();

        decided.GetProperty("failures")[0].GetProperty("code").GetString().ShouldBe("frames_not_restored");
        decided.GetProperty("unlooked").GetArrayLength().ShouldBe((int)decided.Number("frames", "kept"));
    }

    [Fact]
    public async Task Changed_classes_are_compared_with_stored_detections()
    {
        RequireModels();
        await MineAsync(0, TestMedia.Path("video", "woman-and-dog-frisbee-720p.mp4"), TestMedia.Path("video", "cockatoo-720p-20fps.mp4"), "--every", "2s", "--detect", "yolox-nano");
        Library.Frames().ShouldContain(static f => f.Kept && f.Source.Contains("cockatoo", StringComparison.Ordinal));

        await DecideAsync("classes=dog");

        Library.Frames().ShouldNotContain(static f => f.Kept && f.Source.Contains("cockatoo", StringComparison.Ordinal));
        Library.Frames().ShouldContain(static f => f.Kept && f.Source.Contains("woman-and-dog", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_model_or_class_is_named_with_the_nearest_known_one()
    {
        RequireModels();

        var model = await CommandLine.ExpectAsync(1, "mine", Temp["clip.mp4"], "--library", Library.Path, "--detect", "yolox-nan");
        var missing = await CommandLine.ExpectAsync(1, "mine", Temp["clip.mp4"], "--library", Library.Path, "--detect", "yolox-nano", "--classes", "persn");

        model.Errors.ShouldContain("Did you mean 'yolox-nano'?");
        missing.Errors.ShouldContain("Did you mean 'person'?");
    }

    [Fact]
    public async Task Embeddings_that_cannot_be_computed_are_refused_before_mining()
    {
        var model = await CommandLine.ExpectAsync(1, "mine", Temp["clip.mp4"], "--library", Library.Path, "--embed", "--embedder", "descripter");
        var store = await CommandLine.ExpectAsync(1, "mine", Temp["clip.mp4"], "--library", Library.Path, "--embed", "--collection", "No Name");

        model.Errors.ShouldContain("model_unknown");
        store.Errors.ShouldContain("bad_collection");
        File.Exists(Path.Combine(Library.Path, "library.db")).ShouldBeFalse();
    }

    private async Task<JsonElement> DecideAsync(string setting) =>
        (await CommandLine.ExpectAsync(0, "decide", "--library", Library.Path, "--json", "--set", setting)).Json();

    private async Task<JsonElement[]> DetectionsAsync(string library)
    {
        var file = Temp["frames.jsonl"];
        await CommandLine.ExpectAsync(0, "export", "--library", library, "--format", "jsonl", "--output", file);
        return [.. (await File.ReadAllLinesAsync(file)).Select(static l => JsonDocument.Parse(l).RootElement)
            .Where(static f => f.TryGetProperty("detections", out _)).Select(static f => f.GetProperty("detections"))];
    }
}
