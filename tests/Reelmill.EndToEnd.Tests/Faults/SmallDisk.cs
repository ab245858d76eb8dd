using System.Globalization;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Processes;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Faults;

/// <summary>A disk of a few hundred kilobytes, which can grow: a tmpfs, where the system lets the test mount one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private bool _gone;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one; skips the test by name where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(string path, int kibibytes)
    {
        Directory.CreateDirectory(path);
        try
        {
            await Tool.RunAsync("mount", "-t", "tmpfs", "-o", Options(kibibytes), "tmpfs", path);
        }
        catch (ProcessFailedException e)
        {
            Assert.Skip($"no tmpfs can be mounted here: {e.Message}");
        }

        return new SmallDisk(path);
    }

    public Task GrowAsync() => Tool.RunAsync("mount", "-o", $"remount,{Options(256 << 10)}", Path);

    public Task MakeReadOnlyAsync() => Tool.RunAsync("mount", "-o", "remount,ro", Path);

    /// <summary>Runs a command that writes here; the disk grows once the command has paused.</summary>
    /// <returns>What came of it, and whether it had to pause.</returns>
    public async Task<(CommandResult Result, bool Paused)> RunAsync(params string[] command)
    {
        await using var run = ReelmillApp.Start(command);
        var pause = run.SaysAsync("Paused (");
        var paused = await Task.WhenAny(pause, run.Ended).WaitAsync(TestTimeout.Limit, TimeProvider.System) == pause && pause.IsCompletedSuccessfully;
        if (paused)
        {
            run.HasEnded.ShouldBeFalse();
            await GrowAsync();
        }

        var result = await run.EndAsync().WaitAsync(TestTimeout.Limit, TimeProvider.System);
        return (result, paused || result.Errors.Contains("Paused (", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_gone)
        {
            _gone = true;
            await Tool.RunAsync("umount", "-l", Path);
        }
    }

    private static string Options(int kibibytes) => string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");
}
