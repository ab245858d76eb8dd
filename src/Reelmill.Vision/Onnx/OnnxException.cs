using System.Text.RegularExpressions;

namespace Reelmill.Vision.Onnx;

/// <summary>ONNX Runtime refused or failed: a bad model, a tensor of the wrong shape.</summary>
public sealed partial class OnnxException : Exception
{
    internal OnnxException(string doing, Exception cause)
        : this(doing, Coded().Match(cause.Message), cause)
    {
    }

    private OnnxException(string doing, Match coded, Exception cause)
        : base($"{doing}: {Text(coded, cause).TrimEnd('.')}.", cause)
    {
        Code = coded.Success ? coded.Groups["code"].Value : "Fail";
        RuntimeMessage = Text(coded, cause);
    }

    /// <summary>The runtime's own code, such as <c>InvalidArgument</c> or <c>InvalidProtobuf</c>.</summary>
    public string Code { get; }

    /// <summary>What the runtime said.</summary>
    public string RuntimeMessage { get; }

    private static string Text(Match coded, Exception cause) => coded.Success ? coded.Groups["text"].Value : cause.Message;

    [GeneratedRegex(@"^\[ErrorCode:(?<code>\w+)\] (?<text>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Coded();
}
