using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Testing;

namespace Reelmill.Processes.Tests;

/// <summary>Starts the misbehaving stub executable and inspects processes.</summary>
internal static class Stub
{
    private static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "Reelmill.StubProcess.dll");

    /// <summary>Builds the spec of a stub run, without a memory limit: the .NET runtime reserves far more address space than it uses.</summary>
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

    /// <summary>Waits for the line <c>ready ID</c> of a stub and returns the process id in it.</summary>
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

    /// <summary>Whether a process is running; a zombie is not.</summary>
    public static bool IsRunning(int id)
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

    /// <summary>Sends a signal, such as <c>STOP</c>, with the shell's built-in command: a minimal system may lack the program kill.</summary>
    public static Task SignalAsync(string signal, int id) =>
        new ProcessLauncher().RunAsync(new("sh", ["-c", $"kill -{signal} {id}"]), 100, CancellationToken.None);

    /// <summary>Polls until the process has exited; fails at the deadline.</summary>
    public static async Task WaitForExitAsync(int id)
    {
        using var deadline = new CancellationTokenSource(TestTimeout.Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (IsRunning(id))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
