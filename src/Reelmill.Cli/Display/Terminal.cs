namespace Reelmill.Cli.Display;

/// <summary>Replaces the console's writers so that everything written to <see cref="Console"/> passes through a <see cref="SafeWriter"/>.</summary>
internal static class Terminal
{
    /// <summary>The unfiltered standard error, for output with terminal control sequences. Callers must escape untrusted text.</summary>
    public static TextWriter RawError { get; private set; } = Console.Error;

    /// <summary>Whether standard error is a terminal of this process alone, so that progress may redraw its lines.</summary>
    public static bool IsLive { get; private set; }

    /// <summary>Installs the writers. Call once, before the first write.</summary>
    public static void Guard(bool isLive)
    {
        IsLive = isLive;
        RawError = Console.Error;
        Console.SetOut(TextWriter.Synchronized(new SafeWriter(Console.Out)));
        Console.SetError(TextWriter.Synchronized(new SafeWriter(RawError)));
    }
}
