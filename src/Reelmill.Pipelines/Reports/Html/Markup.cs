using System.Runtime.CompilerServices;
using System.Text;

namespace Reelmill.Pipelines.Reports.Html;

/// <summary>A piece of HTML under construction. The literal text of an interpolated string is markup; every hole is encoded.</summary>
/// <remarks>So what a stranger named can never become markup by mistake. Not thread-safe.</remarks>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup.</summary>
    public Markup Add([InterpolatedStringHandlerArgument("")] ref MarkupHandler content)
    {
        // The handler has written everything by the time it gets here.
        _ = content;
        return this;
    }

    /// <summary>Adds another piece as it is.</summary>
    public Markup Add(Markup other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>Adds text that the program itself wrote as markup.</summary>
    internal void AddRaw(string markup) => _text.Append(markup);

    /// <summary>Adds bytes as Base64, without a string of them in between.</summary>
    internal void AddBase64(ReadOnlySpan<byte> bytes)
    {
        const int Piece = 3 * 256;
        Span<char> characters = stackalloc char[Piece / 3 * 4];
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Piece, bytes.Length)..])
        {
            Convert.TryToBase64Chars(bytes[..Math.Min(Piece, bytes.Length)], characters, out var written);
            _text.Append(characters[..written]);
        }
    }

    /// <summary>Writes what was added so far to a stream, in UTF-8, and forgets it.</summary>
    public async Task FlushToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(_text.ToString());
        _text.Clear();
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    public override string ToString() => _text.ToString();
}
