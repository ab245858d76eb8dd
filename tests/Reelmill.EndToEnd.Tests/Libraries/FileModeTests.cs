using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.EndToEnd.Tests.Serving;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Libraries;

public sealed class FileModeTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Files_are_private_to_their_user_and_published_files_are_readable_by_all()
    {
        await RunAllAsync();
        foreach (var path in Everything(Temp.Path).Where(p => !p.StartsWith(Temp["public"], StringComparison.Ordinal)))
        {
            File.GetUnixFileMode(path).ShouldBe(Directory.Exists(path) ? Folder700 : File600, path);
        }

        Everything(Temp["public"]).ShouldNotBeEmpty();
        Everything(Temp["public"]).ShouldAllBe(static p => File.GetUnixFileMode(p).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task A_shared_library_stays_writable_for_its_group()
    {
        await RunAllAsync("--set", "library.shared=true");
        await using (await ServerRun.StartAsync(Library.Path))
        {
            File.GetUnixFileMode(Path.Combine(Library.Path, "server.token")).ShouldBe(File600);
        }

        File.Delete(Path.Combine(Library.Path, "server.token"));
        await ReelmillApp.ExpectAsync(0, "mine", clips.Fractal, "--library", Library.Path);
        File.GetUnixFileMode(Library.Path).HasFlag(Group | UnixFileMode.SetGroup).ShouldBeTrue();
        foreach (var path in Everything(Library.Path))
        {
            var mode = File.GetUnixFileMode(path);
            mode.HasFlag(Group).ShouldBeTrue($"{path} has {mode}");
            (mode & Others).ShouldBe(UnixFileMode.None, path);
        }
    }

    private async Task RunAllAsync(params string[] settings)
    {
        await ReelmillApp.ExpectAsync(0, ["mine", clips.Pattern, "--library", Library.Path, "--set", "embed=true", .. settings]);
        await ReelmillApp.ExpectAsync(0, ["hls", clips.Pattern, "--library", Library.Path, "--set", "hls.ladder=180", "--set", "hls.encrypt=true", "--set", "hls.key-uri=https://h/{id}/{key}", "--set", $"hls.publish={Temp["public"]}", .. settings]);
        await ReelmillApp.ExpectAsync(0, ["chunk", clips.Pattern, "--library", Library.Path, .. settings]);
        await ReelmillApp.ExpectAsync(ReelmillApp.HasPage ? 0 : 1, "report", "--library", Library.Path);
        await ReelmillApp.ExpectAsync(0, "export", "--format", "csv", "--library", Library.Path, "--output", Temp["exports/out.csv"]);
        await ReelmillApp.ExpectAsync(0, "keys", "create", "--name", "me", "--scope", "admin", "--library", Temp["keyed"]);
    }

    private static string[] Everything(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories) : [];
}
