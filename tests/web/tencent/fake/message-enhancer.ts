// Stands in for the package's plugin, by its name.

export default { name: 'message-enhancer' };
