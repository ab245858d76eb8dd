using System.Runtime.InteropServices;

namespace Reelmill.Processes;

/// <summary>Calls posix_spawn with a new session, an empty or prefilled stdin, pipes for stdout and stderr, default signal handlers and a minimal environment.</summary>
internal static unsafe class PosixSpawn
{
    /// <summary>The PATH of this process, or the standard system folders when PATH is not set.</summary>
    public static string SearchPath => Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path ? path : "/usr/local/bin:/usr/bin:/bin";

    /// <summary>An upper bound for the size of the opaque structures in glibc and musl on every architecture.</summary>
    private const int OpaqueBytes = 1024;

    /// <summary>Starts the command and returns its process id, or the negated errno.</summary>
    public static int Start(List<string> command, ProcessSpec spec, int? input, int output, int error)
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        _ = Posix.InitActions(actions);
        _ = Posix.InitAttributes(attributes);
        using var arguments = new NativeStrings(command);
        using var environment = new NativeStrings(BuildEnvironment(spec));
        try
        {
            Redirect(actions, spec.WorkingDirectory, input, output, error);
            ResetSignals(attributes);
            var failure = Posix.Spawn(out var pid, command[0], actions, attributes, arguments.Pointer, environment.Pointer);
            return failure == 0 ? pid : -failure;
        }
        finally
        {
            _ = Posix.DestroyActions(actions);
            _ = Posix.DestroyAttributes(attributes);
        }
    }

    private static void Redirect(byte* actions, string? workingDirectory, int? input, int output, int error)
    {
        _ = input is { } descriptor ? Posix.AddDuplicate(actions, descriptor, 0) : Posix.AddOpen(actions, 0, "/dev/null", 0, 0);
        _ = Posix.AddDuplicate(actions, output, 1);
        _ = Posix.AddDuplicate(actions, error, 2);
        if (workingDirectory is not null)
        {
            _ = Posix.AddChangeDirectory(actions, workingDirectory);
        }
    }

    /// <summary>Restores signal defaults: the .NET runtime ignores SIGPIPE and may block other signals, and a child would inherit both.</summary>
    private static void ResetSignals(byte* attributes)
    {
        var signals = stackalloc byte[OpaqueBytes];
        _ = Posix.FillSignals(signals);
        _ = Posix.SetDefaultSignals(attributes, signals);
        _ = Posix.ClearSignals(signals);
        _ = Posix.SetSignalMask(attributes, signals);
        _ = Posix.SetFlags(attributes, Posix.SpawnDefaultSignals | Posix.SpawnSignalMask | Posix.SpawnNewSession);
    }

    private static List<string> BuildEnvironment(ProcessSpec spec) =>
    [
        $"PATH={SearchPath}",
        $"HOME={Environment.GetEnvironmentVariable("HOME") ?? "/"}",
        "LANG=C.UTF-8",
        $"TMPDIR={Path.TrimEndingDirectorySeparator(Path.GetTempPath())}",
        .. spec.Environment.Select(static variable => $"{variable.Key}={variable.Value}"),
    ];

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly int _count;

        public NativeStrings(List<string> values)
        {
            _count = values.Count;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
            }
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
            {
                Marshal.FreeCoTaskMem((nint)Pointer[i]);
            }

            NativeMemory.Free(Pointer);
        }
    }
}
