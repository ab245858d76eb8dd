using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

/// <summary>The executable that misbehaves, and what tests ask about processes.</summary>
internal static class Stub
{
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Reelmill.StubProcess.dll");

    /// <summary>No memory limit: the runtime reserves far more addresses than it uses.</summary>
    public static ProcessSpec Spec(params string[] arguments) =>
        new(DotNet, [Assembly, .. arguments]) { MemoryLimitBytes = 0 };

    public static async Task<string> ReadLineAsync(RunningProcess process)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await process.ReadAsync(one, CancellationToken.None) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }

    /// <summary>Waits for a stub's <c>ready</c> and gives the id that it says.</summary>
    public static async Task<int> ReadReadyAsync(RunningProcess process) =>
        int.Parse((await ReadLineAsync(process)).Split(' ')[1], CultureInfo.InvariantCulture);

    public static async Task<long> CountOutputAsync(RunningProcess process)
    {
        var buffer = new byte[1 << 20];
        long total = 0;
        int count;
        while ((count = await process.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            total += count;
        }

        return total;
    }

    /// <summary>Whether a process lives; one that is dead and not yet reaped by its new parent does not.</summary>
    public static bool Lives(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends a signal, such as <c>STOP</c>; the shell has the command built in, a base system need not have the program.</summary>
    public static Task SignalAsync(string signal, int id) =>
        new ProcessLauncher().RunAsync(new("sh", ["-c", $"kill -{signal} {id}"]), 100, CancellationToken.None);

    /// <summary>Looks until the process has gone, and fails when it stays.</summary>
    public static async Task GoesAsync(int id)
    {
        using var deadline = new CancellationTokenSource(TestTimeout.Limit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (Lives(id))
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }
}
