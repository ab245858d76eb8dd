using System.Text;
using Reelmill.Processes;

namespace Reelmill.EndToEnd.Tests.Packaging;

/// <summary>What <c>build/release.sh</c> made, installed as a user does. Nothing is made here: it takes some minutes.</summary>
public sealed class ReleaseTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "release");

    [Fact]
    public async Task The_deb_package_is_installed_used_removed_and_purged_in_a_fresh_Debian()
    {
        Assert.SkipUnless(!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REELMILL_EVERY_FILE")), "a fresh Debian takes minutes: REELMILL_EVERY_FILE is not set");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a chroot needs root");
        TestPrograms.Require("debootstrap");

        var (_, errors) = await RunAsync(Path.Combine(Repository.Root, "build", "chroot.sh"), Made("reelmill_*_amd64.deb"));

        errors.ShouldContain("installed, used, removed and purged");
    }

    [Fact]
    public async Task The_tool_is_installed_from_a_local_source()
    {
        var package = Made("reelmill.*.nupkg");
        using var folder = new TempFolder();
        var version = Path.GetFileNameWithoutExtension(package)["reelmill.".Length..];
        await RunAsync("dotnet", "tool", "install", "reelmill", "--version", version, "--tool-path", folder.Path, "--source", Folder);

        (await RunAsync(folder["reelmill"], "--version")).Output.ShouldStartWith(version);
    }

    [Fact]
    public async Task Every_checksum_is_right()
    {
        var sums = Made("SHA256SUMS");
        var spec = new ProcessSpec("sha256sum", ["--check", "--strict", sums]) { WorkingDirectory = Folder };

        await new ProcessLauncher().RunAsync(spec, 1 << 20, TestContext.Current.CancellationToken);

        File.ReadLines(sums).Count().ShouldBe(Directory.GetFiles(Folder).Length - 1);
    }

    private static string Made(string pattern)
    {
        var found = Directory.Exists(Folder) ? Directory.GetFiles(Folder, pattern).FirstOrDefault() : null;
        Assert.SkipUnless(found is not null, $"there is no artifacts/release/{pattern}: build/release.sh makes it");
        return found!;
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var lines = new List<string>();
        var spec = new ProcessSpec(program, arguments) { OnErrorLine = lines.Add, MemoryLimitBytes = 0, StallLimit = Timeout.InfiniteTimeSpan };
        var output = await new ProcessLauncher().RunAsync(spec, 1 << 20, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(output.Bytes.Span), string.Join('\n', lines));
    }
}
