using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Vision.Models;

/// <summary>Reads YAML files of one document without aliases, nested a little.</summary>
/// <remarks>
/// YamlDotNet (18.1) ends the process where a key holds itself, never ends where a value does, and takes seconds for a
/// file of a kilobyte whose aliases double. A second document would be left out in silence.
/// </remarks>
internal sealed class PlainYaml : IParser
{
    private const int Deepest = 16;

    private readonly Parser _parser;
    private int _depth;
    private int _documents;

    private PlainYaml(TextReader reader) => _parser = new Parser(reader);

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>The root of the file's document; null when the file holds none.</summary>
    /// <exception cref="YamlException">It is no such file; the exception says where, and its message what.</exception>
    public static YamlNode? Read(TextReader reader)
    {
        var stream = new YamlStream();
        stream.Load(new PlainYaml(reader));
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
            AnchorAlias alias => throw Refused(alias, $"write the value of '*{alias.Value}' out, since aliases are not taken"),
            _ when _documents > 1 => throw Refused(current, "a second document starts here, and one is taken"),
            _ when _depth > Deepest => throw Refused(current, $"more than {Deepest} levels are not taken"),
            _ => true,
        };
    }

    private static YamlException Refused(ParsingEvent at, string why) => new(at.Start, at.End, why);
}
