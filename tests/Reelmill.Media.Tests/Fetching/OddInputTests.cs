using Reelmill.Core;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

/// <summary>Pipes, sockets, devices, folders and broken links in place of files. Each fails alone, and no program is started on it.</summary>
public sealed class OddInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds() => new(SpecialFiles.Kinds.Where(static k => k != "a folder"));

    public static TheoryData<string> AllKinds() => new(SpecialFiles.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_odd_file_fails_alone_when_named_directly_or_in_a_folder_or_list(string kind)
    {
        var odd = SpecialFiles.Make(kind, Directory.CreateDirectory(_folder["in"]).FullName + "/m.mp4");
        File.WriteAllText(_folder["in/a.mp4"], "x");
        File.WriteAllText(_folder["in/z.mp4"], "x");
        File.WriteAllText(_folder["list.txt"], "in/a.mp4\nin/m.mp4\nin/z.mp4\n");
        File.WriteAllText(_folder["list.csv"], "path\nin/a.mp4\nin/m.mp4\nin/z.mp4\n");
        File.WriteAllText(_folder["list.jsonl"], "{\"path\":\"in/a.mp4\"}\n{\"path\":\"in/m.mp4\"}\n{\"path\":\"in/z.mp4\"}\n");
        Problem(InputList.Expand([odd]).ShouldHaveSingleItem(), kind);
        foreach (var name in new[] { "in", "list.txt", "list.csv", "list.jsonl" })
        {
            var all = InputList.Expand([_folder[name]]).ToArray();
            all.Select(static i => Path.GetFileName(i.Source)).ShouldBe(["a.mp4", "m.mp4", "z.mp4"]);
            all.Select(static i => i.Problem is null).ShouldBe([true, false, true]);
            Problem(all[1], kind);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_odd_file_as_a_list_fails_and_the_next_name_is_used(string kind)
    {
        File.WriteAllText(_folder["a.mp4"], "x");
        foreach (var extension in MediaExtensions.List)
        {
            var odd = SpecialFiles.Make(kind, _folder[kind.Replace(' ', '-') + extension]);
            var all = InputList.Expand([odd, _folder["a.mp4"]]).ToArray();
            all.Select(static i => i.Problem is null).ShouldBe([false, true]);
            all[0].Problem.ShouldNotBeNull().Message.ShouldContain(SpecialFiles.GetDescription(kind));
            all[0].Problem!.Code.ShouldBe(kind is "a link to nothing" or "links lead in a circle" ? "not_found" : "bad_input");
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task No_program_is_started_on_an_odd_file(string kind)
    {
        var odd = SpecialFiles.Make(kind, _folder["m.mp4"]);
        var never = new Prober(new ProcessLauncher(), _folder["no-ffprobe"]);
        (await Should.ThrowAsync<ItemException>(never.ProbeAsync(odd, default))).Message.ShouldContain(SpecialFiles.GetDescription(kind));
        using var fetcher = new Fetcher(_folder["downloads"], new FetchOptions());
        (await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(new MediaInput(odd, InputKind.File, MediaInput.NoMetadata), null, default))).Message.ShouldContain(SpecialFiles.GetDescription(kind));
        if (!kind.Contains("link", StringComparison.Ordinal) || kind == "a link to a named pipe")
        {
            Should.Throw<ItemException>(() => InputGuard.Arguments(odd)).Code.ShouldBe(kind == "a folder" ? "not_found" : "not_media");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_odd_file_as_a_playlist_or_manifest_is_refused(string kind)
    {
        var playlist = SpecialFiles.Make(kind, _folder["master.m3u8"]);
        Should.Throw<ItemException>(() => HlsLocation.Parse(playlist));
        Should.Throw<ItemException>(() => HlsLocation.Parse(_folder.Path));
        SpecialFiles.Make(kind, _folder["manifest.json"]);
        Should.Throw<ItemException>(() => ChunkManifest.Read(_folder.Path)).Message.ShouldContain(SpecialFiles.GetDescription(kind));
    }

    [Fact]
    public void An_unreadable_folder_fails_alone()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may read every folder");
        Directory.CreateDirectory(_folder["in/b"]);
        File.WriteAllText(_folder["in/a.mp4"], "x");
        File.WriteAllText(_folder["in/c.mp4"], "x");
        File.SetUnixFileMode(_folder["in/b"], UnixFileMode.None);
        InputList.Expand([_folder["in"]]).Select(static i => i.Problem?.Code).ShouldBe([null, "unreadable", null]);
        File.SetUnixFileMode(_folder["in/b"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_folder_without_media_and_a_folder_named_like_a_list_fail()
    {
        Directory.CreateDirectory(_folder["list.csv"]);
        InputList.Expand([_folder["list.csv"]]).ShouldHaveSingleItem().Problem.ShouldNotBeNull().Code.ShouldBe("not_found");
    }

    private static void Problem(MediaInput input, string kind)
    {
        input.Problem.ShouldNotBeNull().Message.ShouldContain(SpecialFiles.GetDescription(kind));
        input.Problem!.Code.ShouldBe(kind is "a link to nothing" or "links lead in a circle" ? "not_found" : "not_media");
    }
}
