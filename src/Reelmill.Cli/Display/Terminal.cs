namespace Reelmill.Cli.Display;

/// <summary>The process's own streams. Everything that is written to <see cref="Console"/> passes a <see cref="SafeWriter"/>.</summary>
internal static class Terminal
{
    /// <summary>Standard error as it is, for what steers the terminal by itself; whoever writes here escapes what is foreign.</summary>
    public static TextWriter RawError { get; private set; } = Console.Error;

    /// <summary>Whether standard error is a terminal of this program's own, whose lines it may redraw.</summary>
    public static bool IsLive { get; private set; }

    /// <summary>Puts the writers in place; once, before anything is written.</summary>
    public static void Guard(bool isLive)
    {
        IsLive = isLive;
        RawError = Console.Error;
        Console.SetOut(TextWriter.Synchronized(new SafeWriter(Console.Out)));
        Console.SetError(TextWriter.Synchronized(new SafeWriter(RawError)));
    }
}
