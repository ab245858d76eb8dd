using System.Diagnostics;
using Reelmill.Processes;

namespace Reelmill.StubProcess;

/// <summary>Starts more of its kind.</summary>
internal static class Family
{
    /// <summary>A chain of so many descendants, each of which says <c>ready</c> on the inherited stdout.</summary>
    public static async Task<int> TreeAsync(int depth)
    {
        if (depth > 0)
        {
            StartSelf("tree", $"{depth - 1}");
        }

        return await Waiting.IgnoringInterruptsAsync();
    }

    /// <summary>Ends at once and leaves a child behind that holds the pipes open.</summary>
    public static int LeaveChild()
    {
        StartSelf("stubborn");
        return 0;
    }

    /// <summary>The same with a child in a session of its own, where killing the session does not reach it.</summary>
    public static int LeaveStranger()
    {
        // setsid becomes what it starts. It is told of here, since nothing is read of what a stranger writes later.
        Console.WriteLine($"ready {StartFree("setsid", ["sleep", "1000"])}");
        return 0;
    }

    /// <summary>A parent that uses the launcher itself, and passes on what its child says.</summary>
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
        StartFree(Environment.ProcessPath!, [typeof(Family).Assembly.Location, .. arguments]);

    private static int StartFree(string executable, string[] arguments)
    {
#pragma warning disable RS0030 // These children are there to escape the launcher's care, so it cannot start them.
        using var child = Process.Start(new ProcessStartInfo(executable, arguments))!;
#pragma warning restore RS0030
        return child.Id;
    }
}
