using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Vision.Models;

/// <summary>A YAML parser restricted to one document without aliases and with limited depth.</summary>
/// <remarks>
/// YamlDotNet (18.1) crashes the process on a key that contains itself, loops forever on a value that contains itself, and
/// takes seconds for a file of 1 KB with nested aliases. A second document would be ignored silently.
/// </remarks>
internal sealed class RestrictedYaml : IParser
{
    private const int MaxDepth = 16;

    private readonly Parser _parser;
    private int _depth;
    private int _documents;

    private RestrictedYaml(TextReader reader) => _parser = new Parser(reader);

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>Reads the root node of the document; null for an empty file.</summary>
    /// <exception cref="YamlException">The file is not valid; the exception contains the position and the reason.</exception>
    public static YamlNode? Read(TextReader reader)
    {
        var stream = new YamlStream();
        stream.Load(new RestrictedYaml(reader));
        return stream.Documents is [var document, ..] ? document.RootNode : null;
    }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        if (!_parser.MoveNext())
        {
            return false;
        }

        var current = _parser.Current!;
        _depth += current.NestingIncrease;
        _documents += current is DocumentStart ? 1 : 0;
        return current switch
        {
            AnchorAlias alias => throw Refused(alias, $"the alias '*{alias.Value}' is not supported; repeat its value instead"),
            _ when _documents > 1 => throw Refused(current, "a second document is not supported"),
            _ when _depth > MaxDepth => throw Refused(current, $"more than {MaxDepth} nesting levels are not supported"),
            _ => true,
        };
    }

    private static YamlException Refused(ParsingEvent parsingEvent, string reason) => new(parsingEvent.Start, parsingEvent.End, reason);
}
