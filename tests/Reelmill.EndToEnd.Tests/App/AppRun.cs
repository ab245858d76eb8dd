using System.Text;
using Reelmill.Processes;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.App;

/// <summary>A program that runs: what it says, and the signals that it is sent.</summary>
internal sealed class AppRun : IAsyncDisposable
{
    private readonly RunningProcess _process;
    private readonly Task<string> _output;
    private readonly List<string> _errors = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public AppRun(ProcessSpec spec)
    {
        _process = new ProcessLauncher().Start(spec with { OnErrorLine = OnErrorLine }, CancellationToken.None);
        _output = ReadAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.Exit.IsCompleted;

    /// <summary>Ends when the program has ended by itself.</summary>
    public Task Ended => _process.Exit;

    public void Send(int signal) => Signals.Send(Id, signal);

    /// <summary>Waits until a line of standard error has a text.</summary>
    public async Task SaysAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_errors)
        {
            if (_errors.Exists(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        var first = await Task.WhenAny(seen.Task, _process.Exit).WaitAsync(TestTimeout.Limit, TimeProvider.System);
        (first == seen.Task || Errors().Contains(text, StringComparison.Ordinal)).ShouldBeTrue($"it ended without saying '{text}':\n{Errors()}");
    }

    public async Task<CommandResult> EndAsync()
    {
        var output = await _output;
        var exit = await _process.Exit;
        return new CommandResult(exit.Code, output, Errors());
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>What the program has said so far on standard error.</summary>
    public string Errors()
    {
        lock (_errors)
        {
            return string.Join('\n', _errors);
        }
    }

    private void OnErrorLine(string line)
    {
        lock (_errors)
        {
            _errors.Add(line);
            _awaited.FindAll(a => line.Contains(a.Text, StringComparison.Ordinal)).ForEach(static a => a.Seen.TrySetResult());
        }
    }

    private async Task<string> ReadAsync()
    {
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await _process.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            bytes.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
