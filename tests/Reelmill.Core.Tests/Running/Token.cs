using System.Collections.Concurrent;

namespace Reelmill.Core.Tests.Running;

/// <summary>A value that counts how often it is disposed.</summary>
internal sealed class Token : IDisposable
{
    private readonly Mint _mint;
    private int _disposed;

    private Token(Mint mint, string text) => (_mint, Text) = (mint, text);

    public string Text { get; }

    /// <summary>A hash of the text that is equal in every process.</summary>
    public int Hash => Text.Aggregate(17, static (hash, c) => unchecked((hash * 31) + c)) & 0xFFFF;

    public int Disposed => _disposed;

    public Token Make(string text) => _mint.Make(text);

    public void Dispose() => Interlocked.Increment(ref _disposed);

    /// <summary>Creates tokens and keeps track of them.</summary>
    internal sealed class Mint
    {
        private readonly ConcurrentQueue<Token> _all = [];

        public Token Make(string text)
        {
            var token = new Token(this, text);
            _all.Enqueue(token);
            return token;
        }

        public void AllShouldBeDisposedOnce() =>
            _all.Where(t => t.Disposed != 1).Select(t => $"{t.Text}: {t.Disposed}").ShouldBeEmpty();
    }
}
