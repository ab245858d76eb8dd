using Reelmill.Core;

namespace Reelmill.Vision.Models;

/// <summary>A model cannot be used: it is unknown, missing, changed or unsafe to open.</summary>
public sealed class ModelException : PipelineException
{
    internal ModelException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
