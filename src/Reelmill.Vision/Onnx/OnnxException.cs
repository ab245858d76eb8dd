using System.Text.RegularExpressions;

namespace Reelmill.Vision.Onnx;

/// <summary>ONNX Runtime failed: for example, the model is not valid, or a tensor has the wrong shape.</summary>
public sealed partial class OnnxException : Exception
{
    internal OnnxException(string action, Exception cause)
        : this(action, ErrorPattern().Match(cause.Message), cause)
    {
    }

    private OnnxException(string action, Match match, Exception cause)
        : base($"{action}: {Text(match, cause).TrimEnd('.')}.", cause)
    {
        Code = match.Success ? match.Groups["code"].Value : "Fail";
        RuntimeMessage = Text(match, cause);
    }

    /// <summary>The error code of ONNX Runtime, such as <c>InvalidArgument</c> or <c>InvalidProtobuf</c>.</summary>
    public string Code { get; }

    /// <summary>The error message of ONNX Runtime.</summary>
    public string RuntimeMessage { get; }

    private static string Text(Match match, Exception cause) => match.Success ? match.Groups["text"].Value : cause.Message;

    [GeneratedRegex(@"^\[ErrorCode:(?<code>\w+)\] (?<text>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex ErrorPattern();
}
