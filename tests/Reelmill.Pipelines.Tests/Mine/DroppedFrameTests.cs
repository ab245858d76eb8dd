using FsCheck.Fluent;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;
using Reelmill.Testing;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Tests.Mine;

/// <summary>Sequences of decide, mine and gc with different thresholds: every kept frame has its file.</summary>
public sealed class DroppedFrameTests(MineFixture clips, ITestOutputHelper output) : IClassFixture<MineFixture>, IDisposable
{
    private const int Sequences = 8;
    private const int MaxSteps = 7;

    private static readonly QualityLimits[] Limits =
    [
        new(),
        new() { MinSharpness = 1_000_000 },
        new() { MinSharpness = 0, DarkBelow = 0, MinContrast = 0, MinInformation = 0, MaxDistance = 0 },
        new() { MaxDistance = 16 },
        new() { MinSharpness = 400 },
    ];

    private static readonly TimeSpan[] Every = [TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(700)];

    private readonly TempFolder _folder = new();

    private string Library => _folder["library"];

    public void Dispose()
    {
        Show();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_any_sequence_of_commands_every_kept_frame_has_its_file_or_its_video_has_failed()
    {
        var step = Gen.Frequency(
            (4, Gen.Choose(0, Limits.Length - 1).Select(static n => $"decide {n}")),
            (1, Gen.Choose(0, Limits.Length - 1).Select(static n => $"discard {n}")),
            (2, Gen.Elements("gc", "gc --dry-run")),
            (2, Gen.Choose(0, 1).Select(static n => $"mine {n}")),
            (2, Gen.Elements("hide", "show")));
        var steps = 0;
        foreach (var sequence in Gen.ListOf(step, MaxSteps).Sample(Sequences))
        {
            steps += await RunAsync([.. sequence, "show", "decide 0"]);
        }

        output.WriteLine($"{Sequences} sequences, {steps} steps");
    }

    [Fact]
    public async Task A_dropped_frame_that_is_kept_again_has_its_old_file_without_needing_its_video()
    {
        await clips.MineAsync(Library, MineFixture.Options());
        var before = (MineFixture.ManifestOf(Library), MineFixture.FilesOf(Library));
        await DecideAsync(Limits[1]);
        MineFixture.FilesOf(Library).ShouldBe(before.Item2);
        (await MineFixture.FramesOf(Library)).ShouldAllBe(static f => f.Path == null && !f.Kept);
        Hide();

        var decided = await DecideAsync(Limits[0]);

        (decided.Missing.Count, decided.Restored, decided.NewlyKept).ShouldBe((0, 0, (await MineFixture.FramesOf(Library)).Count(static f => f.Kept)));
        MineFixture.ManifestOf(Library).ShouldBe(before.Item1);
        MineFixture.FilesOf(Library).ShouldBe(before.Item2);
    }

    [Fact]
    public async Task A_kept_frame_that_cannot_be_restored_fails_its_item_until_the_video_is_available()
    {
        await clips.MineAsync(Library, MineFixture.Options());
        var before = MineFixture.ManifestOf(Library);
        await DecideAsync(Limits[1]);
        await CollectAsync(dryRun: false);
        MineFixture.FilesOf(Library).ShouldBeEmpty();
        Hide();

        var decided = await DecideAsync(Limits[0]);

        decided.Missing.Count.ShouldBe((int)decided.NewlyKept);
        decided.Failures.ShouldAllBe(static f => f.Code == UnrestoredFrames.Code);
        var failed = await MineFixture.ItemsOf(Library, ItemState.Failed);
        failed.Select(static i => i.ErrorCode).ShouldAllBe(static c => c == UnrestoredFrames.Code);
        failed.Select(static i => i.Video).ShouldBe(decided.Missing.Select(static m => m[..m.IndexOf('/')]).Distinct(StringComparer.Ordinal), ignoreOrder: true);
        Show();

        var again = await clips.MineAsync(Library, MineFixture.Options());

        again.Failures.ShouldBeEmpty();
        (await MineFixture.ItemsOf(Library, ItemState.Failed)).ShouldBeEmpty();
        MineFixture.ManifestOf(Library).ShouldBe(before);
    }

    [Fact]
    public async Task A_frame_is_restored_from_any_file_with_the_content_of_its_video()
    {
        await clips.MineAsync(Library, MineFixture.Options());
        var before = MineFixture.ManifestOf(Library);
        await DecideAsync(Limits[1], keepDropped: false);
        MineFixture.FilesOf(Library).ShouldBeEmpty();
        var uploads = Directory.CreateDirectory(Path.Combine(Library, "uploads")).FullName;
        var downloads = Directory.CreateDirectory(Path.Combine(Library, "videos")).FullName;
        var files = Directory.GetFiles(clips.Clips).Order(StringComparer.Ordinal).ToArray();
        File.Copy(files[0], Path.Combine(uploads, $"{MineFixture.HashOf(files[0])[..24]}.mp4"));
        File.Copy(files[1], Path.Combine(downloads, MineFixture.HashOf(files[1])[..20]));
        File.Copy(files[2], Path.Combine(uploads, $"{MineFixture.HashOf(files[2])[..24]}"));
        Hide();

        var decided = await DecideAsync(Limits[0]);

        decided.Missing.ShouldBeEmpty();
        decided.Restored.ShouldBe(decided.NewlyKept);
        MineFixture.ManifestOf(Library).ShouldBe(before);
    }

    [Fact]
    public async Task A_video_that_fails_when_mined_again_keeps_its_frames()
    {
        await clips.MineAsync(Library, MineFixture.Options());
        var before = (MineFixture.ManifestOf(Library), MineFixture.FilesOf(Library));
        var saved = Directory.GetFiles(clips.Clips).ToDictionary(static f => f, File.ReadAllBytes, StringComparer.Ordinal);
        foreach (var clip in saved.Keys)
        {
            await File.WriteAllTextAsync(clip, "no video");
        }

        var again = await clips.MineAsync(Library, MineFixture.Options());
        foreach (var (clip, bytes) in saved)
        {
            await File.WriteAllBytesAsync(clip, bytes);
        }

        again.Failures.Count.ShouldBe(saved.Count);
        MineFixture.ManifestOf(Library).ShouldBe(before.Item1);
        MineFixture.FilesOf(Library).ShouldBe(before.Item2);
    }

    private async Task<int> RunAsync(IReadOnlyList<string> steps)
    {
        Directory.Delete(Directory.CreateDirectory(Library).FullName, recursive: true);
        await clips.MineAsync(Library, MineFixture.Options());
        var (limits, every, hidden) = (Limits[0], Every[0], false);

        // Only 'decide' and 'mine' restore files: what they could not restore stays missing until the next of them.
        var mayMiss = false;
        for (var i = 0; i < steps.Count; i++)
        {
            var parts = steps[i].Split(' ');
            var before = MineFixture.FilesOf(Library);
            switch (parts[0])
            {
                case "decide" or "discard":
                    mayMiss = hidden;
                    limits = Limits[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)];
                    await DecideAsync(limits, keepDropped: parts[0] == "decide");
                    break;
                case "gc":
                    await CollectAsync(parts.Length > 1);
                    break;
                case "mine" when !hidden:
                    mayMiss = false;
                    var next = Every[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)];
                    before = next == every ? before : [];
                    every = next;
                    await clips.MineAsync(Library, MineFixture.Options(every: every));
                    break;
                case "hide":
                    Hide();
                    hidden = true;
                    continue;
                case "show":
                    Show();
                    hidden = false;
                    continue;
            }

            await CheckAsync(limits, every, hidden, mayMiss, string.Join(", ", steps.Take(i + 1)));
            if (parts is not ["discard", _] and not ["gc"])
            {
                before.Except(MineFixture.FilesOf(Library), StringComparer.Ordinal).ShouldBeEmpty($"removed by {string.Join(", ", steps.Take(i + 1))}");
            }
        }

        return steps.Count;
    }

    private async Task CheckAsync(QualityLimits limits, TimeSpan every, bool hidden, bool mayMiss, string after)
    {
        var frames = await MineFixture.FramesOf(Library);
        foreach (var file in frames.Where(static f => f.Path is not null))
        {
            MineFixture.HashOf(Path.Combine(Library, file.Path!)).ShouldBe(file.Sha256, after);
        }

        var missing = frames.Where(static f => f is { Kept: true, Path: null }).Select(static f => f.Video).Distinct(StringComparer.Ordinal).ToArray();
        (await MineFixture.ItemsOf(Library, ItemState.Failed)).Select(static i => i.Video!).Order(StringComparer.Ordinal).SequenceEqual(missing.Order(StringComparer.Ordinal), StringComparer.Ordinal).ShouldBeTrue(after);
        if (missing.Length == 0)
        {
            MineFixture.ManifestOf(Library).ShouldBe(await ExpectedAsync(limits, every, hidden), after);
            return;
        }

        mayMiss.ShouldBeTrue(after);
    }

    private async Task<string> ExpectedAsync(QualityLimits limits, TimeSpan every, bool hidden)
    {
        if (!hidden)
        {
            return await clips.ExpectedAsync(limits, every);
        }

        Show();
        var expected = await clips.ExpectedAsync(limits, every);
        Hide();
        return expected;
    }

    private async Task<DecideSummary> DecideAsync(QualityLimits limits, bool keepDropped = true)
    {
        await using var services = new RunServices(Library);
        return await new DecideRun(services, MineFixture.Options(limits) with { KeepDropped = keepDropped }).ExecuteAsync(default);
    }

    private async Task CollectAsync(bool dryRun)
    {
        await using var services = new RunServices(Library);
        await new GcRun(services).ExecuteAsync(dryRun, default);
    }

    private void Hide() => Move(clips.Clips, $"{clips.Clips}.hidden");

    private void Show() => Move($"{clips.Clips}.hidden", clips.Clips);

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
    }
}
