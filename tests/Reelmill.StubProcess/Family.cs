using System.Diagnostics;
using Reelmill.Processes;

namespace Reelmill.StubProcess;

/// <summary>Starts further stub processes.</summary>
internal static class Family
{
    /// <summary>Starts a chain of <paramref name="depth"/> descendants; each writes <c>ready</c> to the inherited stdout.</summary>
    public static async Task<int> TreeAsync(int depth)
    {
        if (depth > 0)
        {
            StartSelf("tree", $"{depth - 1}");
        }

        return await Waiting.IgnoringInterruptsAsync();
    }

    /// <summary>Exits at once and leaves a child behind that keeps the pipes open.</summary>
    public static int LeaveChild()
    {
        StartSelf("stubborn");
        return 0;
    }

    /// <summary>Exits at once and leaves a child behind in a new session, out of reach for a signal to this session.</summary>
    public static int LeaveDetachedChild()
    {
        // setsid calls exec, so its id is the child's. The stub prints the id, because output after its exit is not read.
        Console.WriteLine($"ready {StartUnmanaged("setsid", ["sleep", "1000"])}");
        return 0;
    }

    /// <summary>Starts a child with the launcher and forwards the child's output.</summary>
    public static async Task<int> LaunchAsync()
    {
        var spec = new ProcessSpec(Environment.ProcessPath!, [typeof(Family).Assembly.Location, "stubborn"]) { MemoryLimitBytes = 0 };
        await using var child = new ProcessLauncher().Start(spec, CancellationToken.None);
        var buffer = new byte[100];
        await using var output = Console.OpenStandardOutput();
        int count;
        while ((count = await child.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count));
        }

        return 0;
    }

    private static void StartSelf(params string[] arguments) =>
        StartUnmanaged(Environment.ProcessPath!, [typeof(Family).Assembly.Location, .. arguments]);

    private static int StartUnmanaged(string executable, string[] arguments)
    {
#pragma warning disable RS0030 // These children must escape the launcher's control, so the launcher cannot start them.
        using var child = Process.Start(new ProcessStartInfo(executable, arguments))!;
#pragma warning restore RS0030
        return child.Id;
    }
}
